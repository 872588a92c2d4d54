package dev.mqttdsp.benchmarks.gateway;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds in which the ways take turns
 * @param span of each turn
 * @param warmUp of each way
 * @param sessions for what needs many
 * @param few for the difference to many
 * @param cuts sessions that are cut one by one
 */
record Amounts(int rounds, Duration span, Duration warmUp, int sessions, int few, int cuts) {
    /** Those of a run. */
    static Amounts of(boolean quick) {
        return quick ? QUICK : FULL;
    }

    /** For figures to be kept. */
    static final Amounts FULL = new Amounts(5, Duration.ofSeconds(3), Duration.ofSeconds(6), 8_000, 500, 200);

    /** For a look. */
    static final Amounts QUICK = new Amounts(2, Duration.ofSeconds(2), Duration.ofSeconds(3), 2_000, 500, 50);
}
