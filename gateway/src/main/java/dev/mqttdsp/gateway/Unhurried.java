package dev.mqttdsp.gateway;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has an event loop look for work at most so often. A loop that is called again and again for one message each spends its time
 * in system calls; a moment later there are several messages in each connection, which are read, encrypted and sent at once.
 * What comes after a while of quiet is seen at once, so that only a busy loop ever waits. Belongs to one event loop.
 */
final class Unhurried implements SelectStrategy {
    /** Twice that saves next to nothing more and is felt at a thousand messages a second (docs/performance.md). */
    static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private long lookedAt = System.nanoTime() - INTERVAL_NANOS;

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        long early = INTERVAL_NANOS - (System.nanoTime() - lookedAt);
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        lookedAt = System.nanoTime();
        return hasTasks ? selectNow.get() : SELECT;
    }
}
