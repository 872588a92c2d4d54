package dev.mqttdsp.gateway.session;

import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections for which no credential speaks yet: so many at most, and each only for a short while. */
public final class Arrivals {
    /** From accept to a complete CONNECT, TLS and WebSocket included. */
    private static final int SECONDS_TO_CONNECT = 10;

    private final int limit;
    private final AtomicInteger present = new AtomicInteger();

    /**
     * Nobody is there yet.
     *
     * @param limit how many at the same time
     */
    public Arrivals(int limit) {
        this.limit = limit;
    }

    /** Counts a new connection and gives it a deadline; empty when there are too many already. */
    public Optional<Arrival> arrive(Channel channel) {
        if (present.incrementAndGet() > limit) {
            present.decrementAndGet();
            return Optional.empty();
        }
        var deadline = channel.eventLoop().schedule(() -> Closing.now(channel), SECONDS_TO_CONNECT, TimeUnit.SECONDS);
        Arrival arrival = new Arrival(deadline, present::decrementAndGet);
        channel.closeFuture().addListener(closed -> arrival.over());
        return Optional.of(arrival);
    }
}
