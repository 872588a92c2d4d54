package dev.mqttdsp.pacing.handout;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.spi.entity.StatefulEntity;

/**
 * The processes that a state machine of this runtime is working on: handed out by their store, not stored again yet.
 *
 * <p>Most of that time EDC waits for the other side's answer to a message. What the other side sends meanwhile refers to
 * a step that is not stored here.
 */
public final class InHand {
    /** EDC leases entities for so long; one that has not come back by then has been lost by an exception. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final Clock clock;
    private final Map<String, Handout> handouts = new ConcurrentHashMap<>();

    public InHand(Clock clock) {
        this.clock = clock;
    }

    /** Completes when the process comes back; empty if no state machine has it. */
    public Optional<CompletableFuture<Void>> whenReturned(String id) {
        return Optional.ofNullable(handouts.get(id))
                .filter(handout -> clock.millis() < handout.until)
                .map(handout -> handout.returned.copy());
    }

    void handedOut(StatefulEntity<?> entity) {
        handouts.values().removeIf(this::isLost);
        Handout previous = handouts.put(
                entity.getId(),
                new Handout(Version.of(entity), clock.millis() + LONGEST.toMillis(), new CompletableFuture<>()));
        if (previous != null) {
            previous.returned.complete(null);
        }
    }

    /** What a store has to know before it saves an entity, to tell afterwards that this hand-out has come back. */
    Optional<Handout> handout(String id) {
        return Optional.ofNullable(handouts.get(id));
    }

    /**
     * Takes note that it was stored.
     *
     * @param handout as it was before: between storing an entity and this a state machine may have been given it again
     * @return whether it differs from what was handed out. It does not when a state machine gives back what it has no
     *     use for yet, for instance because a repetition is not due.
     */
    boolean returned(String id, Optional<Handout> handout, Version stored) {
        if (handout.isEmpty()) {
            return true;
        }
        handouts.remove(id, handout.get());
        handout.get().returned.complete(null);
        return !handout.get().version.equals(stored);
    }

    private boolean isLost(Handout handout) {
        boolean lost = clock.millis() >= handout.until;
        if (lost) {
            handout.returned.complete(null);
        }
        return lost;
    }

    /** One hand-out of one entity; two of them are never equal. */
    record Handout(Version version, long until, CompletableFuture<Void> returned) {}
}
