package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.PacketFramer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of a channel, of the client's and of the broker's: gives bytes to the framer. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is seen at the channel
final class PacketHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PacketHandler.class);
    /** More than one round of reading brings, in bytes. */
    static final int ONE_READ = 256 << 10;

    private final PacketFramer framer;
    private ChannelEvents events;
    private boolean read;

    PacketHandler(PacketFramer framer, ChannelEvents events) {
        this.framer = framer;
        this.events = events;
    }

    /** From now on events are told there. */
    void tell(ChannelEvents next) {
        events = next;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            read = true;
            framer.read(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (read) {
            read = false;
            events.bytesRead();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        events.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        framer.close();
    }

    /** TLS ended without TCP having ended: nothing can be said or heard any more. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            LOG.error("handling what came from {} failed", ctx.channel().remoteAddress(), cause);
        }
        events.failed(cause);
    }
}
