package dev.mqttdsp.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection: it introduces itself, subscribes if it is to, and acknowledges what it gets. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Client extends ChannelInboundHandlerAdapter implements Framing.Sink {
    private static final int PARTING_SECONDS = 10;

    private final Introduction introduction;
    private final ClientEvents events;
    private final Framing framing = new Framing(this);
    private Transport transport;
    private Channel channel;
    private ByteBuf acknowledgements;
    private boolean open;
    private boolean over;

    /**
     * What a client says first.
     *
     * @param clientId its id
     * @param password a token
     * @param filter what it subscribes to
     * @param qos of the subscription
     */
    record Introduction(String clientId, Optional<String> password, Optional<String> filter, int qos) {}

    Client(Introduction introduction, ClientEvents events) {
        this.introduction = introduction;
        this.events = events;
    }

    /** Its channel is being made. */
    void carriedBy(Transport how) {
        transport = how;
    }

    Channel channel() {
        return channel;
    }

    /** Says goodbye. */
    void leave() {
        over = true;
        if (channel.isActive()) {
            channel.writeAndFlush(Packets.disconnect()).addListener(sent -> channel.close());
        }
    }

    /**
     * Says goodbye, and leaves hanging up to the other side, which does so when it has read everything: a socket that is closed
     * with something unread in it takes back what is still on its way.
     */
    void part() {
        over = true;
        if (channel.isActive()) {
            channel.writeAndFlush(Packets.disconnect());
            channel.eventLoop().schedule(() -> channel.close(), PARTING_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Why there is no connection. */
    void unreachable(Throwable cause) {
        end(cause.toString());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (transport == Transport.MQTT) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            if (!shaken.isSuccess()) {
                end("TLS: " + shaken.cause());
            } else if (transport == Transport.MQTTS) {
                begin();
            }
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            begin();
        }
    }

    private void begin() {
        channel.writeAndFlush(Packets.connect(introduction.clientId(), introduction.password()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        framing.read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (acknowledgements != null) {
            channel.writeAndFlush(acknowledgements);
            acknowledgements = null;
        }
        if (open) {
            events.readComplete();
        }
    }

    @Override
    public void packet(int firstByte, ByteBuf bytes, int body, int end) {
        if ((firstByte & 0xF0) == Packets.PUBLISH) {
            published(firstByte, bytes, body);
        } else if (firstByte == Packets.CONNACK) {
            answered(bytes.getUnsignedByte(body + 1));
        } else if (firstByte == Packets.SUBACK) {
            subscribed(bytes.getUnsignedByte(body + 2));
        }
    }

    private void published(int firstByte, ByteBuf bytes, int body) {
        int payload = body + 2 + bytes.getUnsignedShort(body);
        if ((firstByte & 0x06) != 0) {
            if (acknowledgements == null) {
                acknowledgements = channel.alloc().directBuffer(Packets.PUBACK_LENGTH << 4);
            }
            Packets.puback(acknowledgements, bytes.getUnsignedShort(payload));
            payload += 2;
        }
        events.received(bytes.getLong(payload));
    }

    private void answered(int code) {
        if (code != 0) {
            over = true;
            events.refused(this, code);
            channel.close();
        } else if (introduction.filter().isPresent()) {
            channel.writeAndFlush(Packets.subscribe(introduction.filter().get(), introduction.qos()));
        } else {
            opened();
        }
    }

    private void subscribed(int code) {
        if (code > 2) {
            end("the subscription is refused");
        } else {
            opened();
        }
    }

    private void opened() {
        open = true;
        events.opened(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        framing.close();
        end("closed by the other side");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(cause.toString());
    }

    private void end(String why) {
        if (!over) {
            over = true;
            events.lost(this, why);
        }
        if (channel != null) {
            channel.close();
        }
    }
}
