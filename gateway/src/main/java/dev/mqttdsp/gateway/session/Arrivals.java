package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.limit.Failures;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Reached;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The connections for which no credential speaks yet: so many at most, each only for a short while, and none from an address
 * whose connections keep failing. Thread safe.
 */
public final class Arrivals {
    /** From accept to a complete CONNECT, TLS and WebSocket included. */
    private static final int SECONDS_TO_CONNECT = 10;

    private final int limit;
    private final Failures failures;
    private final Reached reached;
    private final Predicate<InetAddress> spared;
    private final AtomicInteger present = new AtomicInteger();

    /**
     * Nobody is there yet.
     *
     * @param reached is told who comes too often
     * @param spared addresses that are never shut out, because many clients come from there
     */
    public Arrivals(Limits limits, Reached reached, Predicate<InetAddress> spared) {
        this.spared = spared;
        this.limit = limits.of(Limit.UNAUTHENTICATED);
        this.failures = new Failures(limits.of(Limit.FAILURES_PER_ADDRESS));
        this.reached = reached;
    }

    /** Counts a new connection and gives it a deadline; empty when it is not to be taken. */
    public Optional<Arrival> arrive(Channel channel) {
        if (present.incrementAndGet() > limit) {
            left();
            reached.by(Limit.UNAUTHENTICATED, Addresses.of(channel));
            return Optional.empty();
        }
        Arrival arrival = new Arrival(this);
        arrival.until(channel.eventLoop()
                .schedule(
                        () -> {
                            arrival.heard(); // silence for so long is a failure too
                            Closing.now(channel);
                        },
                        SECONDS_TO_CONNECT,
                        TimeUnit.SECONDS));
        Optional<InetAddress> from = Addresses.ip(channel);
        channel.closeFuture().addListener(closed -> {
            arrival.over();
            if (arrival.isFailure()) {
                Addresses.ip(channel).or(() -> from).filter(spared.negate()).ifPresent(failures::count);
            }
        });
        return Optional.of(arrival);
    }

    /** Whether connections from where this one comes have failed so often that it is not to be taken. */
    public boolean isShutOut(Channel channel) {
        boolean shutOut = Addresses.ip(channel)
                .filter(failures::areTooMany)
                .filter(spared.negate())
                .isPresent();
        if (shutOut) {
            reached.by(Limit.FAILURES_PER_ADDRESS, Addresses.of(channel));
        }
        return shutOut;
    }

    /** How many there are. */
    public int present() {
        return present.get();
    }

    void left() {
        present.decrementAndGet();
    }
}
