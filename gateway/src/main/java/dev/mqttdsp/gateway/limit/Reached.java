package dev.mqttdsp.gateway.limit;

import dev.mqttdsp.core.audit.Printable;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each limit was reached. The log tells the first time, and after that at most one line in ten seconds for each
 * limit, with how many times it stands for: who floods the gateway does not flood the log. Thread safe.
 */
public final class Reached {
    private static final Logger LOG = LoggerFactory.getLogger(Reached.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<Limit, Tally> tallies = new EnumMap<>(Limit.class);
    private final Limits limits;
    private final LongSupplier nanoTime;

    /** Nothing has been reached yet. */
    public Reached(Limits limits) {
        this(limits, System::nanoTime);
    }

    Reached(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        for (Limit limit : Limit.values()) {
            tallies.put(limit, new Tally(nanoTime.getAsLong() - QUIET_NANOS));
        }
    }

    /**
     * A limit was reached.
     *
     * @param who by whom, for the log; may come from the wire
     */
    public void by(Limit limit, String who) {
        Tally tally = tallies.get(limit);
        tally.count.increment();
        tally.untold.incrementAndGet();
        long now = nanoTime.getAsLong();
        long told = tally.toldAt.get();
        if (now - told >= QUIET_NANOS && tally.toldAt.compareAndSet(told, now)) {
            long times = tally.untold.getAndSet(0);
            LOG.warn(
                    "limit {} = {} reached by {}{}",
                    limit.key(),
                    limits.of(limit),
                    Printable.of(Printable.cut(who)),
                    times > 1 ? "; " + times + " times since the last line like this" : "");
        }
    }

    /** How often it was reached since the process began. */
    public long count(Limit limit) {
        return tallies.get(limit).count.sum();
    }

    private static final class Tally {
        private final LongAdder count = new LongAdder();
        private final AtomicLong untold = new AtomicLong();
        private final AtomicLong toldAt;

        Tally(long toldAt) {
            this.toldAt = new AtomicLong(toldAt);
        }
    }
}
