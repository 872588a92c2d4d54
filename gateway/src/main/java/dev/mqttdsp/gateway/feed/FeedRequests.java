package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.gateway.session.Addresses;
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
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests at the feed's port. One with the secret becomes a feed; every other one is answered, and over. */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class FeedRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Until when a connection has to have shown the secret. */
    static final AttributeKey<Future<?>> DEADLINE = AttributeKey.valueOf(FeedRequests.class, "deadline");

    static final String PATH = "/feed";
    static final String BEARER = "Bearer "; // RFC 6750 §2.1

    private static final Logger LOG = LoggerFactory.getLogger(FeedRequests.class);
    /** Who tries many secrets fills no log. */
    private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.SECONDS.toNanos(10);

    private final byte[] authorization;
    private final GrantFeed feed;
    private final int mostWaiting;
    /** Belongs to the one event loop of the feed, like what follows. */
    private long refused;

    private long warnedAt = System.nanoTime() - NANOS_BETWEEN_WARNINGS;

    /**
     * @param mostWaiting changes that may wait for one reader
     */
    FeedRequests(String secret, GrantFeed feed, int mostWaiting) {
        this.authorization = hash(BEARER + secret);
        this.feed = feed;
        this.mostWaiting = mostWaiting;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            answer(ctx, response(HttpResponseStatus.BAD_REQUEST));
        } else if (!isAuthorized(request)) {
            warn(ctx);
            FullHttpResponse response = response(HttpResponseStatus.UNAUTHORIZED);
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, BEARER.strip()); // RFC 6750 §3
            answer(ctx, response);
        } else if (!request.uri().equals(PATH)) {
            answer(ctx, response(HttpResponseStatus.NOT_FOUND));
        } else if (!request.method().equals(HttpMethod.GET)) {
            FullHttpResponse response = response(HttpResponseStatus.METHOD_NOT_ALLOWED);
            response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.GET);
            answer(ctx, response);
        } else {
            ctx.channel().attr(DEADLINE).get().cancel(false);
            ctx.pipeline().replace(this, "feed", new FeedWriter(feed, mostWaiting));
        }
    }

    /** Hashes are compared, so it takes the same time however much of the secret is right, and however long it is. */
    private boolean isAuthorized(FullHttpRequest request) {
        return MessageDigest.isEqual(authorization, hash(request.headers().get(HttpHeaderNames.AUTHORIZATION, "")));
    }

    private void warn(ChannelHandlerContext ctx) {
        refused++;
        if (System.nanoTime() - warnedAt >= NANOS_BETWEEN_WARNINGS) {
            warnedAt = System.nanoTime();
            LOG.warn(
                    "{} asks for the feed without the secret; {} such requests so far",
                    Addresses.of(ctx.channel()),
                    refused);
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static void answer(ChannelHandlerContext ctx, FullHttpResponse response) {
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} failed: {}", ctx.channel().remoteAddress(), Printable.of(cause.toString()));
        ctx.close();
    }
}
