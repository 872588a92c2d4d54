package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.gateway.session.Addresses;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader's feed: the snapshot as fast as the reader takes it, then each change, and a heartbeat. A reader that falls too
 * far behind is hung up on; it will come again, and begin with a snapshot.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class FeedWriter extends ChannelInboundHandlerAdapter implements GrantFeed.Reader {
    static final String TYPE = "application/x-ndjson";

    private static final Logger LOG = LoggerFactory.getLogger(FeedWriter.class);
    /** Other readers get their turn after so many lines. */
    private static final int LINES_AT_ONCE = 256;
    /** So many heartbeats in a row without a line: by now the reader has stopped to believe what it knows. */
    private static final long MOST_MISSED = Replica.SILENCE.dividedBy(GrantFeed.HEARTBEAT);

    private final GrantFeed feed;
    private final int mostWaiting;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean called = new AtomicBoolean();
    private ChannelHandlerContext reader;
    private Iterator<String> snapshot;
    private Future<?> heartbeat;
    private long sequence;
    private long linesSinceBeat;
    private long missed;

    /**
     * @param mostWaiting changes that may wait for the reader
     */
    FeedWriter(GrantFeed feed, int mostWaiting) {
        this.feed = feed;
        this.mostWaiting = mostWaiting;
    }

    private record Change(long sequence, String line) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        reader = ctx;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, TYPE);
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        ctx.write(head);
        GrantFeed.Snapshot begun = feed.begin(this);
        snapshot = begun.lines();
        sequence = begun.sequence();
        long millis = GrantFeed.HEARTBEAT.toMillis();
        heartbeat = ctx.executor().scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS);
        LOG.info("{} reads the feed", Addresses.of(ctx.channel()));
        write();
    }

    @Override
    public void changed(long at, String line) {
        if (waiting.incrementAndGet() <= mostWaiting) {
            changes.add(new Change(at, line));
        }
        if (called.compareAndSet(false, true)) {
            try {
                reader.executor().execute(this::write);
            } catch (RejectedExecutionException e) {
                LOG.debug("a grant changed when the feed had stopped");
            }
        }
    }

    private void write() {
        called.set(false);
        if (waiting.get() > mostWaiting) {
            hangUp(mostWaiting + " changes wait for it");
            return;
        }
        int lines = 0;
        while (reader.channel().isWritable() && lines < LINES_AT_ONCE && writeNext()) {
            lines++;
        }
        reader.flush();
        if (lines == LINES_AT_ONCE && called.compareAndSet(false, true)) {
            reader.executor().execute(this::write);
        }
    }

    private boolean writeNext() {
        if (snapshot.hasNext()) {
            write(snapshot.next());
            return true;
        }
        Change next = changes.poll();
        if (next == null) {
            return false;
        }
        waiting.decrementAndGet();
        sequence = next.sequence();
        write(next.line());
        return true;
    }

    private void write(String line) {
        linesSinceBeat++;
        reader.write(new DefaultHttpContent(ByteBufUtil.writeUtf8(reader.alloc(), line + "\n")));
    }

    /** What comes behind changes that wait would say that there are none. */
    private void beat() {
        boolean writable = reader.channel().isWritable();
        missed = writable || linesSinceBeat > 0 ? 0 : missed + 1;
        linesSinceBeat = 0;
        if (missed >= MOST_MISSED) {
            hangUp("it has taken nothing for " + Replica.SILENCE.toSeconds() + " s");
        } else if (writable && !snapshot.hasNext() && changes.isEmpty()) {
            write(GrantFeed.alive(sequence));
            reader.flush();
        }
    }

    private void hangUp(String why) {
        if (reader.channel().isActive()) {
            LOG.warn("{} is too slow a reader of the feed, {}", Addresses.of(reader.channel()), why);
            // Not through TLS, which would wait until the reader has taken what it does not take.
            reader.pipeline().firstContext().close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            write();
        }
    }

    /** A reader has nothing to say. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        feed.end(this);
        heartbeat.cancel(false);
        LOG.info("{} reads the feed no longer", Addresses.of(ctx.channel()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("{} failed: {}", ctx.channel().remoteAddress(), Printable.of(cause.toString()));
        ctx.close();
    }
}
