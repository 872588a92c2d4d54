package dev.mqttdsp.pacing.handout;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.edc.spi.query.Criterion;

/**
 * The ids of an in-memory store's entities by state, and which of them are leased.
 *
 * <p>A state machine asks for each of its states in turn, in every iteration. An in-memory store of EDC answers by looking
 * at all it has; nearly always there is nothing to hand out, and this knows it without looking.
 */
final class Leases {
    private final Clock clock;
    private final Map<String, Integer> stateOf = new HashMap<>();
    private final Map<Integer, Set<String>> freeIn = new HashMap<>();
    private final Map<String, Long> leasedAt = new HashMap<>();

    Leases(Clock clock) {
        this.clock = clock;
    }

    /** Storing an entity ends its lease. */
    void stored(String id, int state) {
        deleted(id);
        stateOf.put(id, state);
        free(id);
    }

    void deleted(String id) {
        taken(id);
        leasedAt.remove(id);
        stateOf.remove(id);
    }

    void leased(String id) {
        if (stateOf.containsKey(id)) {
            leasedAt.put(id, clock.millis());
            taken(id);
        }
    }

    /** Those without a lease in the state that the criteria name; empty when they name none. */
    Optional<Set<String>> free(Criterion... criteria) {
        leasedAt.entrySet().removeIf(this::hasRunOut);
        for (Criterion criterion : criteria) {
            if ("state".equals(criterion.getOperandLeft())
                    && "=".equals(criterion.getOperator())
                    && criterion.getOperandRight() instanceof Integer state) {
                return Optional.of(freeIn.getOrDefault(state, Set.of()));
            }
        }
        return Optional.empty();
    }

    private boolean hasRunOut(Map.Entry<String, Long> lease) {
        boolean over = clock.millis() - lease.getValue() >= InHand.LONGEST.toMillis();
        if (over) {
            free(lease.getKey());
        }
        return over;
    }

    private void free(String id) {
        freeIn.computeIfAbsent(stateOf.get(id), state -> new HashSet<>()).add(id);
    }

    private void taken(String id) {
        Integer state = stateOf.get(id);
        if (state != null) {
            freeIn.computeIfPresent(state, (same, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids);
        }
    }
}
