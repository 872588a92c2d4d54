package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.token.TokenVerifier;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Whether who presents a refresh token of a grant may: he is its consumer, and has an access token of its flow, expired or not
 * (Data Plane Signaling, profile for token renewal).
 *
 * @param possession asks for the proof
 * @param verifier knows this side's access tokens
 */
record ProofCheck(Possession possession, TokenVerifier verifier) {
    /**
     * Why he may not.
     *
     * @param reason that he is told
     * @param why for the operator's eyes
     */
    record Problem(RefreshOutcome.Reason reason, String why) {}

    /** Completes without an exception, on any thread; empty where nothing stands against him. */
    CompletionStage<Optional<Problem>> problem(Grant grant, Optional<String> bearer) {
        return possession.of(grant.consumer(), bearer).thenApply(verdict -> problem(grant, verdict));
    }

    private Optional<Problem> problem(Grant grant, Possession.Verdict verdict) {
        if (verdict instanceof Possession.Refused refused) {
            return notProved(refused.why());
        }
        if (verdict instanceof Possession.Unavailable unavailable) {
            return Optional.of(new Problem(RefreshOutcome.Reason.PROOF_UNAVAILABLE, unavailable.why()));
        }
        if (verdict instanceof Possession.Proved proved && !isOfFlow(proved.accessToken(), grant)) {
            return notProved("the access token that it holds is none of this flow");
        }
        return Optional.empty();
    }

    /** What an identity provider has issued says nothing of flows. */
    private boolean isOfFlow(String accessToken, Grant grant) {
        return grant.credential() instanceof CredentialSource.IssuedToken
                || verifier.flowOf(accessToken).equals(Optional.of(grant.flowId()));
    }

    private static Optional<Problem> notProved(String why) {
        return Optional.of(new Problem(RefreshOutcome.Reason.NOT_PROVED, why));
    }
}
