package dev.mqttdsp.core.grant;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks whether a consumer still is what its contract demands, whenever its access is to be prolonged. */
public interface Entitlement {
    /** Where contracts demand nothing that could be lost. */
    Entitlement EVERYBODY = grant -> CompletableFuture.completedFuture(new Entitled());

    /** What came of it. */
    sealed interface Verdict {}

    /** It is. */
    record Entitled() implements Verdict {}

    /**
     * It is no longer, and access ends.
     *
     * @param why for the operator's eyes
     */
    record Lost(String why) implements Verdict {}

    /**
     * Nobody can tell now.
     *
     * @param why for the operator's eyes
     */
    record Unavailable(String why) implements Verdict {}

    /** Judges the consumer of a grant; completes without an exception, on any thread. */
    CompletionStage<Verdict> of(Grant grant);
}
