package dev.mqttdsp.gateway.listen;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets new connections begin TLS a few at a time. A handshake costs its event loop a third of a millisecond, and sessions live
 * on the same loop: however many strangers come at once, sessions are served between any few of them, and have at least half of
 * the loop's time. Thread safe.
 */
public final class Turnstile {
    private static final int AT_ONCE = 4;
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicInteger waiting = new AtomicInteger();
    /** One for each event loop. */
    private final FastThreadLocal<Line> lines = new FastThreadLocal<>() {
        @Override
        protected Line initialValue() {
            return new Line();
        }
    };

    /**
     * Begins now or in a moment; called on the loop.
     *
     * @param begin begins, or does nothing for a connection that has gone meanwhile
     */
    void pass(EventLoop loop, Runnable begin) {
        lines.get().pass(loop, begin);
    }

    /** How many connections wait. */
    public int waiting() {
        return waiting.get();
    }

    /** Those who come on one loop. */
    private final class Line {
        private final Deque<Runnable> queue = new ArrayDeque<>();
        private boolean pausing;
        private int begun;
        private long firstAt;

        void pass(EventLoop loop, Runnable begin) {
            if (pausing) {
                queue.add(begin);
                waiting.incrementAndGet();
            } else {
                begin(loop, begin);
            }
        }

        private void begin(EventLoop loop, Runnable begin) {
            long now = System.nanoTime();
            if (begun == 0 || now - firstAt > SHORTEST_PAUSE_NANOS * AT_ONCE) {
                begun = 0;
                firstAt = now;
            }
            begun++;
            begin.run();
            if (begun == AT_ONCE) {
                pausing = true;
                long pause = Math.max(SHORTEST_PAUSE_NANOS, System.nanoTime() - firstAt);
                var unused = loop.schedule(() -> resume(loop), pause, TimeUnit.NANOSECONDS);
            }
        }

        private void resume(EventLoop loop) {
            pausing = false;
            begun = 0;
            while (!pausing && !queue.isEmpty()) {
                waiting.decrementAndGet();
                begin(loop, queue.remove());
            }
        }
    }
}
