package dev.mqttdsp.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.TimeUnit;

/** The ways in which a channel is closed. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Closing {
    /** A client gets so long to take a last packet from the socket's buffer. */
    private static final int LAST_PACKET_MILLIS = 100;
    /** A broker gets so long to close the connection after a DISCONNECT. */
    private static final int BROKER_MILLIS = 2_000;

    private Closing() {}

    /** At once, and whatever waits to be sent is lost: nothing is asked of TLS or WebSocket any more. */
    static void now(Channel channel) {
        var first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }

    /** After what has been written so far, or at once when that takes long. */
    static void flushed(Channel channel) {
        channel.flush();
        channel.close();
        var patience = channel.eventLoop().schedule(() -> now(channel), LAST_PACKET_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> patience.cancel(false));
    }

    /** After a last packet to the client. What the client still sends is read, so that no reset overtakes the packet. */
    static void with(Channel client, ByteBuf last) {
        client.config().setAutoRead(true);
        client.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        var patience = client.eventLoop().schedule(() -> now(client), LAST_PACKET_MILLIS, TimeUnit.MILLISECONDS);
        client.closeFuture().addListener(closed -> patience.cancel(false));
    }

    /**
     * After a DISCONNECT to the broker, which closes the connection when it has read it (MQTT-3.14.4-3): closing first
     * could make a reset overtake the DISCONNECT, and the broker would publish the will.
     */
    static void farewell(Channel broker, ByteBuf disconnect) {
        broker.config().setAutoRead(true);
        broker.writeAndFlush(disconnect);
        var patience = broker.eventLoop().schedule(() -> now(broker), BROKER_MILLIS, TimeUnit.MILLISECONDS);
        broker.closeFuture().addListener(closed -> patience.cancel(false));
    }
}
