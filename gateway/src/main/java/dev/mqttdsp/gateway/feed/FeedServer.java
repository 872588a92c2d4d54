package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.CertificateWatch;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a feed: TLS, HTTP/1.1, {@code GET /feed} with the secret as the bearer. */
public final class FeedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedServer.class);
    /** Gateways are few, and nobody else has business here. */
    private static final int MOST_CONNECTIONS = 64;
    /** From accept to a request with the secret. */
    private static final int SECONDS_TO_ASK = 10;

    private static final int LARGEST_REQUEST = 8 << 10;
    /** Changes that wait for one reader, a few hundred bytes each. */
    static final int MOST_WAITING = 10_000;

    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-dsp-feed", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final FeedDoor door;
    private final GrantFeed feed;
    private final ServerCertificates certificates;
    private final CertificateWatch watch;
    private final int mostWaiting;
    private Channel listener;

    private FeedServer(FeedDoor door, GrantFeed feed, int mostWaiting) throws IOException {
        this.door = door;
        this.feed = feed;
        this.mostWaiting = mostWaiting;
        this.certificates = ServerCertificates.load(
                List.of(new CertificateFiles(door.certificate(), door.key())), Clock.systemUTC());
        this.watch = new CertificateWatch(certificates::look, CertificateWatch.Renewal.NONE);
    }

    /**
     * Opens the port.
     *
     * @throws IOException when it cannot be had, or the certificate or its key cannot be read
     */
    public static FeedServer start(FeedDoor door, GrantFeed feed) throws IOException {
        return start(door, feed, MOST_WAITING);
    }

    /**
     * @param mostWaiting changes that may wait for one reader
     */
    static FeedServer start(FeedDoor door, GrantFeed feed, int mostWaiting) throws IOException {
        FeedServer server = new FeedServer(door, feed, mostWaiting);
        try {
            server.open();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void open() throws IOException {
        FeedRequests requests = new FeedRequests(door.secret(), feed, mostWaiting);
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, requests);
                    }
                })
                .bind(new InetSocketAddress(door.address(), door.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "port " + door.port() + " of " + door.address() + " cannot be opened: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
        LOG.info("feed for gateways on {}, port {} (HTTPS)", door.address(), port());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a close that fails is seen at the channel
    private void accept(SocketChannel channel, FeedRequests requests) {
        if (connections.size() >= MOST_CONNECTIONS) {
            LOG.debug("too many connections to the feed, {} is hung up on", channel.remoteAddress());
            channel.close();
            return;
        }
        connections.add(channel);
        var deadline = channel.eventLoop().schedule(() -> channel.close(), SECONDS_TO_ASK, TimeUnit.SECONDS);
        channel.attr(FeedRequests.DEADLINE).set(deadline);
        channel.closeFuture().addListener(closed -> deadline.cancel(false));
        channel.pipeline()
                .addLast(certificates.handler(null, channel.alloc()))
                .addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_REQUEST))
                .addLast(requests);
    }

    /** The port. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How many have a connection. */
    int connections() {
        return connections.size();
    }

    /** Closes the port, and hangs up on everybody. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        watch.close();
        certificates.close();
    }
}
