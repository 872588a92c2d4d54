package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.Disconnect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.PacketSink;
import dev.mqttdsp.gateway.mqtt.PacketType;
import dev.mqttdsp.gateway.mqtt.Properties;
import dev.mqttdsp.gateway.mqtt.WireReader;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import dev.mqttdsp.gateway.upstream.BrokerLink;
import dev.mqttdsp.gateway.upstream.BrokerUnreachableException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One login at a broker under a client's id, for nothing but to have the broker drop the session: its queue, its
 * subscriptions, and a will that waits.
 *
 * <p>In 3.1.1 a clean session does that (MQTT-3.1.2-6). In 5.0 the session is taken over, to end with this connection: a
 * clean start would end it at once, and with that publish a will that is delayed (MQTT-3.1.2-8), while a takeover followed
 * by a normal DISCONNECT does not (MQTT-3.1.3-9).
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class CleanLogin extends ChannelInboundHandlerAdapter implements PacketSink {
    private static final int CONNACK_MILLIS = 5_000;
    /** A broker gets so long to close the connection after the DISCONNECT. */
    private static final int GOODBYE_MILLIS = 2_000;

    private static final int KEEP_ALIVE_SECONDS = 30;
    /** More than any broker has to say in a CONNACK. */
    private static final int LONGEST_TAKEN = 1 << 16;

    private static final int HELD_BYTES = 1 << 20;

    private final BrokerSession session;
    private final Channel broker;
    private final Promise<Void> result;
    private final PacketFramer framer;
    private boolean connected;

    private CleanLogin(BrokerSession session, Channel broker, Promise<Void> result) {
        this.session = session;
        this.broker = broker;
        this.result = result;
        this.framer = new PacketFramer(broker.alloc(), true, HELD_BYTES, this);
    }

    /** Sets out for the broker; the session is gone when that succeeds. A failure's cause is for the operator. */
    static Future<Void> begin(EventLoop loop, BrokerConnector connector, Broker broker, BrokerSession session) {
        Promise<Void> result = loop.newPromise();
        connector.connect(loop, broker).addListener((Future<BrokerLink> link) -> {
            if (link.isSuccess()) {
                new CleanLogin(session, link.getNow().channel(), result).introduce(link.getNow());
            } else {
                result.tryFailure(link.cause());
            }
        });
        return result;
    }

    private void introduce(BrokerLink link) {
        broker.pipeline().addLast(this);
        whileConnected(CONNACK_MILLIS, () -> fail("no CONNACK"));
        Connect connect = new Connect(
                        session.version(),
                        session.version() == MqttVersion.V3,
                        KEEP_ALIVE_SECONDS,
                        Properties.NONE,
                        session.clientId(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .as(session.clientId(), link.user(), link.password());
        broker.writeAndFlush(connect.toPacket(broker.alloc()));
    }

    /** A timer that is gone with the connection. */
    private void whileConnected(int millis, Runnable then) {
        var patience = broker.eventLoop().schedule(then, millis, TimeUnit.MILLISECONDS);
        broker.closeFuture().addListener(closed -> patience.cancel(false));
    }

    private void fail(String why) {
        if (!connected) {
            result.tryFailure(new BrokerUnreachableException(why));
            broker.close();
        }
    }

    @Override
    public Treatment treat(int firstByte, int length) {
        if (connected) {
            return Treatment.RELAY; // messages that waited, perhaps
        }
        if (PacketType.of(firstByte) != PacketType.CONNACK || length > LONGEST_TAKEN) {
            throw MqttViolation.protocolError("something else than a CONNACK"); // MQTT-3.2.0-1
        }
        return Treatment.TAKE;
    }

    @Override
    public boolean mayPass(int firstByte, ByteBuf body) {
        return false;
    }

    @Override
    public void take(int firstByte, ByteBuf body) {
        Connack connack = Connack.read(new WireReader(body), session.version());
        if (!connack.accepted()) {
            fail(String.format("refused with code 0x%02X", connack.code()));
            return;
        }
        connected = true;
        broker.writeAndFlush(Disconnect.NORMAL.toPacket(broker.alloc(), session.version()));
        whileConnected(GOODBYE_MILLIS, broker::close);
    }

    @Override
    public void relay(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void violated(MqttViolation violation) {
        fail(violation.getMessage());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        framer.read((ByteBuf) message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        framer.close();
        if (connected) {
            result.trySuccess(null);
        } else {
            fail("connection closed");
        }
    }

    /** TLS ended without TCP having ended: nothing more will be heard. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause.toString());
        ctx.close();
    }
}
