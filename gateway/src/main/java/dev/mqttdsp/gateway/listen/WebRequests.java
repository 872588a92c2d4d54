package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.gateway.session.Addresses;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.websocket.WebSocketBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP at the web port. One request for each connection: either it becomes a WebSocket, or it is answered and over. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class WebRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(WebRequests.class);
    private static final String WEB_SOCKET_PATH = "/mqtt";
    private static final String JWKS_PATH = "/jwks";
    private static final String TOKEN_PATH = "/token";
    private static final String VERSION = "13"; // RFC 6455 §4.1

    private final Supplier<String> jwks;
    private final TokenRequests tokens;
    private final Arrival arrival;
    private final ForwardedFor forwarded;
    private final int largestMessage;
    private final Optional<Supplier<ChannelHandler>> mqtt;

    /**
     * A connection's requests.
     *
     * @param jwks the public keys as a JWKS document
     * @param tokens answers requests for tokens
     * @param arrival the connection, which is not to be counted as failed when it asks for what is there
     * @param forwarded knows the client by what a proxy says that has ended TLS itself
     * @param largestMessage how long a WebSocket message may be, in bytes
     * @param mqtt makes what takes the bytes of MQTT, where MQTT is spoken
     */
    WebRequests(
            Supplier<String> jwks,
            TokenRequests tokens,
            Arrival arrival,
            ForwardedFor forwarded,
            int largestMessage,
            Optional<Supplier<ChannelHandler>> mqtt) {
        this.arrival = arrival;
        this.jwks = jwks;
        this.tokens = tokens;
        this.forwarded = forwarded;
        this.largestMessage = largestMessage;
        this.mqtt = mqtt;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (ctx.pipeline().get(SslHandler.class) == null) { // nobody else comes so far without TLS
            Addresses.ip(ctx.channel())
                    .flatMap(connection ->
                            forwarded.client(connection, request.headers().getAll(ForwardedFor.HEADER)))
                    .ifPresent(client -> Addresses.announce(ctx.channel(), client));
            if (arrival.isShutOut(ctx.channel())) {
                ctx.close();
                return;
            }
        }
        String path = request.uri().split("\\?", 2)[0];
        if (request.decoderResult().isFailure()) {
            answer(ctx, response(statusOf(request.decoderResult().cause())));
        } else if (path.equals(WEB_SOCKET_PATH) && mqtt.isPresent()) {
            webSocket(ctx, request, mqtt.get());
        } else if (path.equals(TOKEN_PATH)) {
            arrival.excused();
            tokens.answer(request, Addresses.of(ctx.channel()), ctx.executor(), response -> answer(ctx, response));
        } else if (!path.equals(JWKS_PATH)) {
            answer(ctx, response(HttpResponseStatus.NOT_FOUND));
        } else if (!request.method().equals(HttpMethod.GET)) {
            answer(ctx, notAllowed(HttpMethod.GET));
        } else {
            arrival.excused();
            answer(ctx, keys(ctx));
        }
    }

    private void webSocket(ChannelHandlerContext ctx, FullHttpRequest request, Supplier<ChannelHandler> inside) {
        var headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            answer(ctx, notAllowed(HttpMethod.GET));
        } else if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            FullHttpResponse response = response(HttpResponseStatus.UPGRADE_REQUIRED);
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION); // RFC 6455 §4.4
            answer(ctx, response);
        } else if (!offersMqtt(request) || !headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            answer(ctx, response(HttpResponseStatus.BAD_REQUEST)); // MQTT-6.0.0-3
        } else {
            upgrade(ctx, request, inside);
        }
    }

    private static boolean offersMqtt(FullHttpRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(value -> value.strip().equals(WebSocketBytes.SUBPROTOCOL));
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, Supplier<ChannelHandler> inside) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true) // RFC 6455 §5.1
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false) // WebSocketBytes does
                .maxFramePayloadLength(largestMessage)
                .withUTF8Validator(false) // text is refused altogether
                .build();
        // Frames may have come with the request, and they may end the connection: this has to be gone before.
        ctx.pipeline().addLast(new WebSocketBytes(), inside.get()).remove(this);
        new WebSocketServerHandshaker13(WEB_SOCKET_PATH, WebSocketBytes.SUBPROTOCOL, config)
                .handshake(ctx.channel(), request);
    }

    private FullHttpResponse keys(ChannelHandlerContext ctx) {
        try {
            ByteBuf document = ByteBufUtil.writeUtf8(ctx.alloc(), jwks.get());
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, document);
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/jwk-set+json"); // RFC 7517 §8.5.2
            return response;
        } catch (RuntimeException e) {
            LOG.error("the public keys cannot be read", e);
            return response(HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }
    }

    static FullHttpResponse notAllowed(HttpMethod allowed) {
        FullHttpResponse response = response(HttpResponseStatus.METHOD_NOT_ALLOWED);
        response.headers().set(HttpHeaderNames.ALLOW, allowed);
        return response;
    }

    private static HttpResponseStatus statusOf(Throwable failure) {
        if (failure instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return failure instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    private static void answer(ChannelHandlerContext ctx, FullHttpResponse response) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} failed: {}", ctx.channel().remoteAddress(), Printable.of(cause.toString()));
        ctx.close();
    }
}
