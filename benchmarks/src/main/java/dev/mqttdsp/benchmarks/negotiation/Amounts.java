package dev.mqttdsp.benchmarks.negotiation;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds everything is spread over so many, in which the pairs take turns, so that noise hits all of them
 * @param sequential flows of our pair, one by one
 * @param parallel flows of our pair, several at a time
 * @param firstMessages flows of our pair up to the first message
 * @param stockSequential flows of EDC's pair, one by one
 * @param stockParallel flows of EDC's pair, several at a time
 * @param mixedSequential flows of each mixed pair, one by one
 * @param mixedParallel flows of each mixed pair, several at a time
 * @param warmUp flows of our pair that are not timed
 * @param stockWarmUp flows of EDC's pair that are not timed
 * @param boots starts of our connector
 * @param idle how long idle connectors are watched
 */
public record Amounts(
        int rounds,
        int sequential,
        int parallel,
        int firstMessages,
        int stockSequential,
        int stockParallel,
        int mixedSequential,
        int mixedParallel,
        int warmUp,
        int stockWarmUp,
        int boots,
        Duration idle) {

    /** For figures to be kept. */
    public static final Amounts FULL =
            new Amounts(5, 1_000, 1_000, 200, 30, 100, 100, 200, 300, 16, 5, Duration.ofSeconds(20));

    /** For a look, and to see that nothing is broken. */
    public static final Amounts QUICK = new Amounts(2, 60, 60, 20, 8, 16, 8, 16, 60, 8, 3, Duration.ofSeconds(10));

    /**
     * The part of a total that falls to one round.
     *
     * @param round from 0 on
     */
    int share(int total, int round) {
        return total * (round + 1) / rounds - total * round / rounds;
    }
}
