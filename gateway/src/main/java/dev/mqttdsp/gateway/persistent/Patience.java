package dev.mqttdsp.gateway.persistent;

import java.time.Duration;

/**
 * With a broker that is away.
 *
 * @param first the pause after the first failure; it doubles with each one that follows
 * @param longest no pause is longer
 * @param whole so long after its end a session is given up, when it cannot be removed then either
 */
record Patience(Duration first, Duration longest, Duration whole) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10));

    /**
     * @param failures one after the other, at least one
     */
    Duration pause(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
