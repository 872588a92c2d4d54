package dev.mqttdsp.gateway.limit;

import java.util.EnumMap;
import java.util.Map;

/** The limits of a gateway, each at its default unless something else was said. */
public final class Limits {
    /** All at their defaults. */
    public static final Limits USUAL = new Limits(new EnumMap<>(Limit.class));

    private final Map<Limit, Integer> said;

    private Limits(Map<Limit, Integer> said) {
        this.said = said;
    }

    /** A limit's value. */
    public int of(Limit limit) {
        return said.getOrDefault(limit, limit.usual());
    }

    /** Whether something was said of it. */
    boolean says(Limit limit) {
        return said.containsKey(limit);
    }

    /**
     * These limits with one of them set to that value.
     *
     * @throws IllegalArgumentException when it is out of bounds
     */
    public Limits with(Limit limit, int value) {
        if (value < limit.least() || value > limit.most()) {
            throw new IllegalArgumentException(
                    limit.key() + ": found " + value + "; accepted: " + limit.least() + " to " + limit.most());
        }
        Map<Limit, Integer> others = new EnumMap<>(Limit.class);
        others.putAll(said);
        others.put(limit, value);
        return new Limits(others);
    }
}
