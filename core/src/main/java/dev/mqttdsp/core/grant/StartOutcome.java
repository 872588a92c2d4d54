package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.idp.IdpAnswer;
import java.util.Optional;

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

    /**
     * Access is open, but what the consumer is to be given is still on its way from an identity provider: to be asked
     * again in a while.
     *
     * @param before why an attempt before this one has failed
     */
    record Pending(Optional<IdpAnswer.Failed> before) implements StartOutcome {}

    /**
     * The identity provider has nothing to hand out, and trying again is of no use.
     *
     * @param why what came of asking it
     */
    record NoToken(IdpAnswer.Failed why) implements StartOutcome {}

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
        /** The provider has barred all access of the consumer. */
        PARTICIPANT_BLOCKED,
        /** The vault has no secret under the asset's alias. */
        SECRET_MISSING
    }
}
