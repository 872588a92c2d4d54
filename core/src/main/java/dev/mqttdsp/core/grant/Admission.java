package dev.mqttdsp.core.grant;

import java.time.Instant;
import java.util.Optional;

/** What came of a credential. */
public sealed interface Admission {

    /**
     * The credential counts.
     *
     * @param grant the grant it belongs to, open at the moment of admission, in the epoch of the credential
     * @param until when the access ends without a refresh
     */
    record Admitted(Grant grant, Instant until) implements Admission {}

    /**
     * The credential does not count.
     *
     * @param reason why
     * @param flowId the flow that the credential was issued for, where that much is certain
     */
    record Denied(Reason reason, Optional<String> flowId) implements Admission {}

    /** Why a credential does not count. The names are stable: logs, counters and audit carry them. */
    enum Reason {
        /** There is none. */
        NO_CREDENTIAL,
        /** It was not issued here, or was changed. */
        BAD_CREDENTIAL,
        /** Its time is over. */
        EXPIRED,
        /** Its flow has ended, or is not known. */
        FLOW_ENDED,
        /** Its flow is suspended. */
        FLOW_SUSPENDED,
        /** It was given out before a suspension or an incident. */
        SUPERSEDED,
        /** The contract's last instant has passed. */
        CONTRACT_ENDED,
        /** The provider has barred all access of its consumer. */
        PARTICIPANT_BLOCKED,
        /** More unknown credentials wait for their verification than this process can judge. */
        BUSY,
        /** This process has not heard for too long from the one that knows the grants. */
        FEED_SILENT
    }
}
