package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.ConsumerAddress;

/** What came of starting or resuming a flow. */
public sealed interface StartOutcome {

    /**
     * Access is open.
     *
     * @param address what the consumer is given
     */
    record Started(ConsumerAddress address) implements StartOutcome {}

    /**
     * Nothing was given out.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements StartOutcome {}

    /** Why a flow does not start. The names are stable. */
    enum Reason {
        /** The flow has ended; an ended flow never comes back. */
        FLOW_ENDED,
        /** The flow is suspended and has to be resumed. */
        FLOW_SUSPENDED,
        /** There is no such flow to resume. */
        FLOW_UNKNOWN,
        /** The contract's last instant has passed. */
        CONTRACT_ENDED,
        /** The vault has no secret under the asset's alias. */
        SECRET_MISSING
    }
}
