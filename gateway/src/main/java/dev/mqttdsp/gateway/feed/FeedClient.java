package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.gateway.tls.BrokerTrust;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a replica fed: connects, and connects again after pauses that grow from a quarter of a second to five. Each
 * connection begins with a snapshot.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
public final class FeedClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedClient.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int FIRST_PAUSE_MILLIS = 250;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-dsp-feed", true));
    private final EventLoop loop = loops.next();
    private final FeedOrigin origin;
    private final Replica replica;
    private int pauseMillis = FIRST_PAUSE_MILLIS;
    private String trouble = "";
    private boolean silenceTold;

    private FeedClient(FeedOrigin origin, Replica replica) {
        this.origin = origin;
        this.replica = replica;
    }

    /** Begins to read. {@link Replica#complete} tells when there is something to go by. */
    public static FeedClient start(FeedOrigin origin, Replica replica) {
        FeedClient client = new FeedClient(origin, replica);
        client.loop.execute(client::connect);
        client.loop.scheduleAtFixedRate(client::watchSilence, 1, 1, TimeUnit.SECONDS);
        return client;
    }

    /** The file and the secret are read here, and the name is looked up: this loop has nothing else to do meanwhile. */
    private void connect() {
        Promise<Void> end = loop.newPromise();
        end.addListener(ended -> later(ended.cause()));
        try {
            FullHttpRequest request = request();
            SslContext tls = trust(origin);
            end.addListener(ended -> ReferenceCountUtil.release(tls));
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel fresh) {
                            SslHandler handler = tls.newHandler(fresh.alloc(), origin.host(), origin.port());
                            handler.handshakeFuture().addListener(shaken -> ask(fresh, request, shaken.isSuccess()));
                            fresh.pipeline()
                                    .addLast(handler, new HttpClientCodec())
                                    .addLast(new FeedReader(replica.reading(), end, FeedClient.this::complete));
                        }
                    })
                    .connect(origin.host(), origin.port())
                    .addListener(connected -> {
                        if (!connected.isSuccess()) {
                            end.tryFailure(connected.cause());
                        }
                    });
        } catch (IOException | FeedFailure | RuntimeException e) {
            end.tryFailure(e);
        }
    }

    private static SslContext trust(FeedOrigin origin) throws IOException {
        BrokerLogin nobody =
                new BrokerLogin(Optional.empty(), Optional.empty(), origin.ca(), Optional.empty(), Optional.empty());
        try (BrokerTrust trust = BrokerTrust.load(nobody, Clock.systemUTC())) {
            return trust.context();
        }
    }

    private static void ask(Channel fresh, FullHttpRequest request, boolean isSecure) {
        if (isSecure) {
            fresh.writeAndFlush(request);
        } else {
            request.release();
        }
    }

    private FullHttpRequest request() throws FeedFailure {
        String secret = origin.secret().get();
        if (secret == null) {
            throw new FeedFailure("cannot be asked: its secret is not there");
        }
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, origin.path());
        request.headers()
                .set(HttpHeaderNames.HOST, origin.url().getRawAuthority())
                .set(HttpHeaderNames.ACCEPT, FeedWriter.TYPE)
                .set(HttpHeaderNames.AUTHORIZATION, FeedRequests.BEARER + secret);
        return request;
    }

    private void complete() {
        LOG.info("the feed at {} has told of all grants", origin.url());
        pauseMillis = FIRST_PAUSE_MILLIS;
        trouble = "";
    }

    /** One line in the log for what goes wrong, however often it does. */
    private void later(Throwable cause) {
        if (loop.isShuttingDown()) {
            return;
        }
        String why = cause instanceof FeedFailure ? cause.getMessage() : "cannot be reached: " + rootOf(cause);
        if (!why.equals(trouble)) {
            trouble = why;
            LOG.warn("the feed at {} {}", origin.url(), Printable.cut(why));
        }
        loop.schedule(this::connect, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private void watchSilence() {
        boolean silent =
                replica.isSilent() && replica.complete().toCompletableFuture().isDone();
        if (silent && !silenceTold) {
            LOG.warn(
                    "the feed at {} has been silent for {} s: nobody is let in, and who is in stays until its access ends",
                    origin.url(),
                    Replica.SILENCE.toSeconds());
        } else if (!silent && silenceTold) {
            LOG.info("the feed at {} is heard again", origin.url());
        }
        silenceTold = silent;
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Stops reading. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
