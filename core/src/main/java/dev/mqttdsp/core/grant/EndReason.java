package dev.mqttdsp.core.grant;

/** Why access is over for good. The names are stable: logs, counters and audit carry them. */
public enum EndReason {
    /** The provider terminated the transfer. */
    TERMINATED_BY_PROVIDER,
    /** The consumer terminated the transfer. */
    TERMINATED_BY_CONSUMER,
    /** The provider completed the transfer. */
    COMPLETED_BY_PROVIDER,
    /** The consumer completed the transfer. */
    COMPLETED_BY_CONSUMER,
    /** The transfer was found terminated: because a message could not be delivered, for instance. */
    TRANSFER_TERMINATED,
    /** The transfer was found completed. */
    TRANSFER_COMPLETED,
    /** The transfer was found over, one way or the other. */
    TRANSFER_OVER,
    /** There is no such transfer any more. */
    TRANSFER_GONE,
    /** The contract's last instant has passed. */
    CONTRACT_ENDED,
    /** All access of the consumer was barred. */
    PARTICIPANT_BLOCKED
}
