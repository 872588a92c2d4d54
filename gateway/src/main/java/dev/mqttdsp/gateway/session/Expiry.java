package dev.mqttdsp.gateway.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Until when a session may last. Belongs to one event loop. */
final class Expiry {
    private final EventLoop loop;
    private final Instant latest;
    private final Runnable over;
    private Instant end;
    private Future<?> timer;

    /**
     * Begins to run.
     *
     * @param accessEnd when access ends, unless it is extended
     * @param latest when it ends, however often access is extended
     * @param over called when the time is over
     */
    Expiry(EventLoop loop, Instant now, Instant accessEnd, Instant latest, Runnable over) {
        this.loop = loop;
        this.latest = latest;
        this.over = over;
        endAt(accessEnd, now);
    }

    /** When it is over, as far as is known now. */
    Instant end() {
        return end;
    }

    /** Access goes on until then; what is earlier than before changes nothing. */
    void extend(Instant accessEnd, Instant now) {
        if (accessEnd.isAfter(end)) {
            timer.cancel(false);
            endAt(accessEnd, now);
        }
    }

    void stop() {
        timer.cancel(false);
    }

    private void endAt(Instant accessEnd, Instant now) {
        end = accessEnd.isBefore(latest) ? accessEnd : latest;
        long millis = Math.max(0, Duration.between(now, end).toMillis());
        timer = loop.schedule(over, millis, TimeUnit.MILLISECONDS);
    }
}
