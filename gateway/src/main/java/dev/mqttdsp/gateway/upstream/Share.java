package dev.mqttdsp.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A time divided among attempts that follow each other: what one does not use is for those that come after it. */
final class Share {
    private final long end;
    private int left;

    /**
     * The time begins now.
     *
     * @param attempts how many, at least one
     */
    Share(Duration time, int attempts) {
        this.end = System.nanoTime() + time.toNanos();
        this.left = attempts;
    }

    /** How long the next attempt may take, in milliseconds. */
    long nextMillis() {
        long rest = Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        return rest / Math.max(1, left--);
    }
}
