package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.token.IssuedToken;
import java.time.Duration;
import java.util.Optional;

/** What came of presenting a refresh token. */
public sealed interface RefreshOutcome {

    /**
     * Access goes on.
     *
     * @param accessToken the next access token
     * @param refreshToken the next refresh token
     * @param expiresIn the access token's life, whole seconds
     */
    record Refreshed(IssuedToken accessToken, String refreshToken, Duration expiresIn) implements RefreshOutcome {

        /** Says everything but the tokens. */
        @Override
        public String toString() {
            return "Refreshed[accessToken=" + accessToken + ", expiresIn=" + expiresIn + "]";
        }
    }

    /**
     * Nothing was given out.
     *
     * @param reason why
     * @param flowId the flow that the token belongs to, where that much is certain
     */
    record Refused(Reason reason, Optional<String> flowId) implements RefreshOutcome {}

    /**
     * The refresh token counts, but the identity provider has given no access token; the refresh token goes on counting.
     *
     * @param why what came of asking it
     */
    record Unavailable(IdpAnswer.Failed why) implements RefreshOutcome {}

    /** Why a refresh token does not count. The names are stable: logs, counters and audit carry them. */
    enum Reason {
        /** It was not given out here, or was changed. */
        BAD_TOKEN,
        /** Its flow has ended, or is not known. */
        FLOW_ENDED,
        /** Its flow is suspended. */
        FLOW_SUSPENDED,
        /** It was given out before a suspension or an incident. */
        SUPERSEDED,
        /** The contract's last instant has passed. */
        CONTRACT_ENDED,
        /** Who presented it has not proved to be its consumer; it goes on counting for who does. */
        NOT_PROVED,
        /** Its consumer is no longer what its contract demands: access is over. */
        NOT_ENTITLED,
        /** Whether who presented it is its consumer, or still entitled, cannot be found out now; it goes on counting. */
        PROOF_UNAVAILABLE,
        /** The provider has barred all access of its consumer. */
        PARTICIPANT_BLOCKED,
        /** Its answer has been repeated too often; it counts again in a moment. */
        TOO_MANY_REPEATS,
        /** It has been used before, or another was given out in its place: now everything given out is dead. */
        REUSED
    }
}
