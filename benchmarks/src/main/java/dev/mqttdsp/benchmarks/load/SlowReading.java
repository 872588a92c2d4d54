package dev.mqttdsp.benchmarks.load;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/** Reads from a channel once in a while, and not at all in between. */
@SuppressWarnings("FutureReturnValueIgnored") // it ends with the channel
final class SlowReading {
    private static final int PAUSE_MILLIS = 500;

    private final Channel channel;

    SlowReading(Channel channel) {
        this.channel = channel;
    }

    void begin() {
        channel.config().setAutoRead(false);
        next();
    }

    private void next() {
        if (channel.isActive()) {
            channel.read();
            channel.eventLoop().schedule(this::next, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
