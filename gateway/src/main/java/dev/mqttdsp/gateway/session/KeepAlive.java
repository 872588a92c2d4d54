package dev.mqttdsp.gateway.session;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Notices a client that sends nothing for one and a half times its keep-alive (MQTT-3.1.2-22). Only bytes of MQTT
 * count, and only while they are being read: a client that the gateway does not listen to is not silent.
 */
final class KeepAlive {
    private final EventLoop loop;
    private final BooleanSupplier reading;
    private final Runnable timeout;
    private long patienceNanos;
    private long heardAt;
    private Future<?> check;

    /**
     * @param reading whether the client is being read from
     * @param timeout called once
     */
    KeepAlive(EventLoop loop, BooleanSupplier reading, Runnable timeout) {
        this.loop = loop;
        this.reading = reading;
        this.timeout = timeout;
    }

    /**
     * @param seconds the keep-alive in effect; 0 means none
     */
    void start(int seconds) {
        patienceNanos = TimeUnit.MILLISECONDS.toNanos(seconds * 1_500L);
        heard();
        if (seconds > 0) {
            checkIn(patienceNanos);
        }
    }

    /** The client was heard, or is being listened to again. */
    void heard() {
        heardAt = System.nanoTime();
    }

    void stop() {
        if (check != null) {
            check.cancel(false);
        }
    }

    private void checkIn(long nanos) {
        check = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long left = patienceNanos - (System.nanoTime() - heardAt);
        if (!reading.getAsBoolean()) {
            checkIn(patienceNanos);
        } else if (left > 0) {
            checkIn(left);
        } else {
            timeout.run();
        }
    }
}
