package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.core.replica.Reading;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.core.replica.UnusableFeedException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One connection to a feed, from the request to its end: the promise fails with the reason. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class FeedReader extends SimpleChannelInboundHandler<HttpObject> {
    private final Reading reading;
    private final Promise<Void> end;
    private final Runnable complete;
    private final Lines lines = new Lines();
    private Future<?> watch;
    private long lineAt = System.nanoTime();
    private boolean taken;

    /**
     * @param end fails when the connection is of no use any more
     * @param complete is called when the snapshot is complete
     */
    FeedReader(Reading reading, Promise<Void> end, Runnable complete) {
        this.reading = reading;
        this.end = end;
        this.complete = complete;
    }

    /** Neither TLS, nor the answer, nor a line may take longer. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watch = ctx.executor().scheduleAtFixedRate(() -> watch(ctx), 1, 1, TimeUnit.SECONDS);
    }

    private void watch(ChannelHandlerContext ctx) {
        if (System.nanoTime() - lineAt >= Replica.SILENCE.toNanos()) {
            fail(ctx, "has sent no line for " + Replica.SILENCE.toSeconds() + " s");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        try {
            if (message.decoderResult().isFailure()) {
                throw new FeedFailure("does not speak HTTP");
            }
            if (message instanceof HttpResponse response) {
                require(response);
            }
            if (message instanceof HttpContent content) {
                take(content);
            }
            if (message instanceof LastHttpContent) {
                throw new FeedFailure("has ended");
            }
        } catch (FeedFailure e) {
            fail(ctx, e.getMessage());
        } catch (UnusableFeedException e) {
            fail(ctx, "sends " + e.getMessage());
        }
    }

    private static void require(HttpResponse response) throws FeedFailure {
        if (response.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            throw new FeedFailure("does not accept the secret");
        }
        if (!response.status().equals(HttpResponseStatus.OK)) {
            throw new FeedFailure("answers with status " + response.status().code());
        }
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
        if (!type.startsWith(FeedWriter.TYPE)) {
            throw new FeedFailure("answers with something else than a feed");
        }
    }

    private void take(HttpContent content) throws FeedFailure, UnusableFeedException {
        for (Optional<String> line = lines.next(content.content());
                line.isPresent();
                line = lines.next(content.content())) {
            boolean before = reading.isComplete();
            reading.take(line.get());
            lineAt = System.nanoTime();
            taken = true;
            if (!before && reading.isComplete()) {
                complete.run();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (taken && !end.isDone()) {
            taken = false;
            reading.upToDate();
        }
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        end.tryFailure(new FeedFailure(why));
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shaken && !shaken.isSuccess()) {
            end.tryFailure(shaken.cause());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "has closed the connection");
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        watch.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, "cannot be read: " + Printable.of(cause.toString()));
    }
}
