package dev.mqttdsp.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;

/**
 * Turns WebSocket messages into the bytes in them, and bytes into messages. Where a message begins and ends means
 * nothing to MQTT (MQTT-6.0.0-2). Control frames are answered here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
public final class WebSocketBytes extends ChannelDuplexHandler {
    /** The subprotocol that client and server agree on (MQTT-6.0.0-3). */
    public static final String SUBPROTOCOL = "mqtt";

    private WebSocketCloseStatus status = WebSocketCloseStatus.NORMAL_CLOSURE;
    private boolean closing;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (closing) { // RFC 6455 §5.5.1 and §7.1.7: nothing counts any more
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
            ctx.fireChannelRead(((WebSocketFrame) message).content());
            return;
        }
        if (message instanceof ByteBuf) {
            decode(ctx, message);
            return;
        }
        try {
            if (message instanceof PingWebSocketFrame ping) {
                answer(ctx, ping);
            } else if (message instanceof CloseWebSocketFrame) {
                ctx.channel().close(); // RFC 6455 §5.5.1: answered with a close frame
            } else if (message instanceof TextWebSocketFrame) {
                status = WebSocketCloseStatus.INVALID_MESSAGE_TYPE; // MQTT-6.0.0-1
                ctx.channel().close();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /**
     * Decodes what came behind the request for the WebSocket in one piece with it: Netty's handshake puts the decoder for
     * frames before the one for HTTP, which passes on what is left when it goes.
     */
    private static void decode(ChannelHandlerContext ctx, Object bytes) throws Exception {
        ChannelHandlerContext decoder = ctx.pipeline().context(WebSocketFrameDecoder.class);
        ((ChannelInboundHandler) decoder.handler()).channelRead(decoder, bytes);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (closing || !ctx.channel().isActive()) {
            ctx.close(promise);
            return;
        }
        closing = true;
        ctx.writeAndFlush(new CloseWebSocketFrame(status)).addListener(sent -> ctx.close(promise));
    }

    /** A frame that is no frame: the peer is told which rule it broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            status = corrupted.closeStatus();
            ctx.channel().close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    /** A peer that does not read its pongs gets no more of them. */
    private static void answer(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }
}
