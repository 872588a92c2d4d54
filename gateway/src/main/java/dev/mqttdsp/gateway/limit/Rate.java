package dev.mqttdsp.gateway.limit;

import java.util.concurrent.TimeUnit;

/**
 * How much somebody may do in a second, saved up for one second at most. It may be overdrawn: what has come has come, and
 * the next waits until the debt is paid. Belongs to one event loop.
 */
public final class Rate {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double saved;
    private long at;

    /**
     * Full.
     *
     * @param now in nanoseconds, of the clock that is used throughout
     */
    public Rate(int perSecond, long now) {
        this.perSecond = perSecond;
        this.saved = perSecond;
        this.at = now;
    }

    /** Takes that much, whether it is there or not. */
    public void take(long amount) {
        saved -= amount;
    }

    /** How long until nothing is owed any more, in nanoseconds; 0 when nothing is. */
    public long debt(long now) {
        saved = Math.min(perSecond, saved + (now - at) * (double) perSecond / NANOS);
        at = now;
        return saved >= 0 ? 0 : (long) Math.ceil(-saved * NANOS / perSecond);
    }
}
