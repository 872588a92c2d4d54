package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.gateway.websocket.WebSocketBytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.concurrent.Promise;
import java.net.URI;

/** Asks a broker for a WebSocket, and makes room for {@link WebSocketBytes} when it agrees. */
final class WebSocketUpgrade extends SimpleChannelInboundHandler<FullHttpResponse> {
    /** A broker puts one packet or a few into a message; a message is held until it is whole. */
    private static final int LARGEST_MESSAGE = 16 << 20;

    private final WebSocketClientHandshaker handshaker;
    private final Promise<Void> done;

    WebSocketUpgrade(URI url, Promise<Void> done) {
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                url,
                WebSocketVersion.V13,
                WebSocketBytes.SUBPROTOCOL,
                false,
                new DefaultHttpHeaders(),
                LARGEST_MESSAGE);
        this.done = done;
    }

    /** Sends the request. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel()).addListener(sent -> {
            if (!sent.isSuccess()) {
                done.tryFailure(sent.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        handshaker.finishHandshake(ctx.channel(), response);
        ctx.pipeline().replace(this, "websocket-bytes", new WebSocketBytes());
        done.trySuccess(null);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        done.tryFailure(new BrokerUnreachableException("the connection closed during the WebSocket upgrade"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        done.tryFailure(cause);
    }
}
