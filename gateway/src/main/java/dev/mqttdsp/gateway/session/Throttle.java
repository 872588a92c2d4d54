package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Rate;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has a client that sends more than it may be read from later. Belongs to one event loop. */
final class Throttle {
    private final EventLoop loop;
    private final Traffic traffic;
    private final Consumer<Limit> reached;
    private final Runnable changed;
    private final Rate packets;
    private final Rate bytes;
    private long packetsSeen;
    private long bytesSeen;
    private Future<?> pause;

    /**
     * @param reached is told each time a pause begins
     * @param changed is called when a pause begins or ends
     */
    Throttle(EventLoop loop, Traffic traffic, Limits limits, Consumer<Limit> reached, Runnable changed) {
        this.loop = loop;
        this.traffic = traffic;
        this.reached = reached;
        this.changed = changed;
        long now = System.nanoTime();
        this.packets = new Rate(limits.of(Limit.MESSAGES_PER_SECOND), now);
        this.bytes = new Rate(limits.of(Limit.BYTES_PER_SECOND), now);
    }

    /** Whether the client has to wait. */
    boolean pauses() {
        return pause != null;
    }

    /** Looks at what has come since the last time. */
    void check() {
        packets.take(traffic.packetsFromClient() - packetsSeen);
        packetsSeen = traffic.packetsFromClient();
        bytes.take(traffic.bytesFromClient() - bytesSeen);
        bytesSeen = traffic.bytesFromClient();
        if (pause != null) {
            return;
        }
        long now = System.nanoTime();
        long packetDebt = packets.debt(now);
        long byteDebt = bytes.debt(now);
        if (packetDebt > 0 || byteDebt > 0) {
            pause = loop.schedule(this::resume, Math.max(packetDebt, byteDebt), TimeUnit.NANOSECONDS);
            reached.accept(packetDebt >= byteDebt ? Limit.MESSAGES_PER_SECOND : Limit.BYTES_PER_SECOND);
            changed.run();
        }
    }

    void stop() {
        if (pause != null) {
            pause.cancel(false);
        }
    }

    private void resume() {
        pause = null;
        changed.run();
    }
}
