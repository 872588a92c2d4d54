package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.grant.RefreshOutcome.Reason;
import dev.mqttdsp.core.token.TokenVerifier;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Whether who presents a refresh token of a grant may: he is its consumer, and has an access token of its flow, expired or not
 * (Data Plane Signaling, profile for token renewal), and is still entitled to have one.
 *
 * @param rules ask
 * @param verifier knows this side's access tokens
 */
record RefreshCheck(RefreshRules rules, TokenVerifier verifier) {
    /**
     * Why he may not.
     *
     * @param reason that he is told
     * @param why for the operator's eyes
     */
    record Problem(Reason reason, String why) {}

    /** Whether he is its consumer. Completes without an exception, on any thread; empty where nothing stands against him. */
    CompletionStage<Optional<Problem>> possession(Grant grant, Optional<String> bearer) {
        return rules.possession().of(grant.consumer(), bearer).thenApply(verdict -> problem(grant, verdict));
    }

    /** Whether its consumer is still entitled. Completes as the other one does. */
    CompletionStage<Optional<Problem>> entitlement(Grant grant) {
        return rules.entitlement().of(grant).thenApply(RefreshCheck::problem);
    }

    private Optional<Problem> problem(Grant grant, Possession.Verdict verdict) {
        if (verdict instanceof Possession.Refused refused) {
            return problem(Reason.NOT_PROVED, refused.why());
        }
        if (verdict instanceof Possession.Unavailable unavailable) {
            return problem(Reason.PROOF_UNAVAILABLE, unavailable.why());
        }
        if (verdict instanceof Possession.Proved proved && !isOfFlow(proved.accessToken(), grant)) {
            return problem(Reason.NOT_PROVED, "the access token that it holds is none of this flow");
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(Entitlement.Verdict verdict) {
        if (verdict instanceof Entitlement.Lost lost) {
            return problem(Reason.NOT_ENTITLED, lost.why());
        }
        return verdict instanceof Entitlement.Unavailable unavailable
                ? problem(Reason.PROOF_UNAVAILABLE, unavailable.why())
                : Optional.empty();
    }

    /** What an identity provider has issued says nothing of flows. */
    private boolean isOfFlow(String accessToken, Grant grant) {
        return grant.credential() instanceof CredentialSource.IssuedToken
                || verifier.flowOf(accessToken).equals(Optional.of(grant.flowId()));
    }

    private static Optional<Problem> problem(Reason reason, String why) {
        return Optional.of(new Problem(reason, why));
    }
}
