package dev.mqttdsp.core.grant;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks who presents a refresh token for a proof that he is the consumer to whom it was given (Data Plane Signaling, profile for
 * token renewal: a Bearer JWT signed by the consumer's key, which holds the access token).
 */
public interface Possession {
    /** Where participants have no keys: whoever has the refresh token. */
    Possession ANYBODY = (consumer, bearer) -> CompletableFuture.completedFuture(new Unneeded());

    /** What came of it. */
    sealed interface Verdict {}

    /** That consumer has nothing to prove. */
    record Unneeded() implements Verdict {}

    /**
     * He is that consumer.
     *
     * @param accessToken that he says he has
     */
    record Proved(String accessToken) implements Verdict {

        /** Says nothing of the token. */
        @Override
        public String toString() {
            return "Proved[]";
        }
    }

    /**
     * He is not, or cannot show it.
     *
     * @param why for the operator's eyes
     */
    record Refused(String why) implements Verdict {}

    /**
     * Nobody can tell now.
     *
     * @param why for the operator's eyes
     */
    record Unavailable(String why) implements Verdict {}

    /**
     * Judges a proof.
     *
     * @param consumer participant id
     * @param bearer what came as Bearer with the request, if something did
     * @return completes without an exception, on any thread
     */
    CompletionStage<Verdict> of(String consumer, Optional<String> bearer);
}
