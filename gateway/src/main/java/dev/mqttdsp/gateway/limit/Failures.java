package dev.mqttdsp.gateway.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The failed connections of each address within the present minute. Only failures count, so that one who gets in is never
 * shut out, however often he comes. An IPv6 address counts with its network of 64 bits, which one customer has to himself
 * (RFC 6177). Thread safe.
 */
public final class Failures {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Of more addresses the one is forgotten that has been known longest. */
    private static final int ADDRESSES = 10_000;

    private static final int NETWORK_BYTES = 8;

    private final int limit;
    private final LongSupplier nanoTime;
    private final Map<Source, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Window> eldest) {
            return size() > ADDRESSES;
        }
    };

    /**
     * Nobody has failed yet.
     *
     * @param limit so many failures shut an address out until its minute is over
     */
    public Failures(int limit) {
        this(limit, System::nanoTime);
    }

    Failures(int limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** A connection from there has failed. */
    public synchronized void count(InetAddress address) {
        Source source = Source.of(address);
        long now = nanoTime.getAsLong();
        Window window = windows.get(source);
        if (window == null || window.isOver(now)) {
            windows.remove(source); // so that it moves to the end
            windows.put(source, new Window(now, 1));
        } else {
            windows.put(source, new Window(window.beganAt, window.failures + 1));
        }
    }

    /** Whether connections from there have failed so often that no more of them are taken. */
    public synchronized boolean areTooMany(InetAddress address) {
        Window window = windows.get(Source.of(address));
        return window != null && window.failures >= limit && !window.isOver(nanoTime.getAsLong());
    }

    private record Window(long beganAt, int failures) {
        boolean isOver(long now) {
            return now - beganAt >= WINDOW_NANOS;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by its content, below
    private record Source(byte[] network) {
        static Source of(InetAddress address) {
            byte[] bytes = address.getAddress();
            return new Source(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Source source && Arrays.equals(source.network, network);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(network);
        }
    }
}
