package dev.mqttdsp.benchmarks.load;

import java.util.Arrays;

/** What was sent and what arrived. Belongs to the event loop. */
final class Tally {
    /** More are not needed for a percentile; what comes later is counted, and not timed. */
    private static final int TIMES = 4_000_000;

    private long[] times = new long[1 << 16];
    private int timed;
    private long markedAt;
    private long sent;
    private long received;

    /** From now on times are kept, of messages that are to be sent from now on. */
    void mark() {
        timed = 0;
        markedAt = System.nanoTime();
    }

    void sent(int messages) {
        sent += messages;
    }

    /** A message that was to be sent then has arrived. */
    void received(long stamp) {
        received++;
        if (stamp - markedAt >= 0 && timed < TIMES) {
            if (timed == times.length) {
                times = Arrays.copyOf(times, 2 * timed);
            }
            times[timed++] = System.nanoTime() - stamp;
        }
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /**
     * The smallest time since the mark that is not below so many percent of all, in nanoseconds; -1 when there is none.
     *
     * @param percent above 0, up to 100
     */
    long percentile(double percent) {
        if (timed == 0) {
            return -1;
        }
        Arrays.sort(times, 0, timed);
        return times[(int) Math.ceil(percent / 100 * timed) - 1];
    }
}
