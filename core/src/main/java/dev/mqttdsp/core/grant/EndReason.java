package dev.mqttdsp.core.grant;

/** Why access is over for good. The names are stable: logs, counters and audit carry them. */
public enum EndReason {
    /** The provider terminated the transfer: its operator did, or its connector, because it could not go on. */
    TERMINATED_BY_PROVIDER,
    /** The consumer terminated the transfer. */
    TERMINATED_BY_CONSUMER,
    /** The provider completed the transfer. */
    COMPLETED_BY_PROVIDER,
    /** The consumer completed the transfer. */
    COMPLETED_BY_CONSUMER,
    /** The transfer was found terminated, nobody knows by whom. */
    TRANSFER_TERMINATED,
    /** The transfer was found completed, nobody knows by whom. */
    TRANSFER_COMPLETED,
    /** The transfer was found over, completed or terminated. */
    TRANSFER_OVER,
    /** There is no such transfer any more. */
    TRANSFER_GONE,
    /** The contract's last instant has passed. */
    CONTRACT_ENDED,
    /** The consumer is no longer what the contract demands. */
    NOT_ENTITLED,
    /** All access of the consumer was barred. */
    PARTICIPANT_BLOCKED
}
