package dev.mqttdsp.tck.connector;

/** What a side of a transfer can do of its own accord. */
enum TransferStep {
    START,
    SUSPEND,
    RESUME,
    COMPLETE,
    TERMINATE
}
