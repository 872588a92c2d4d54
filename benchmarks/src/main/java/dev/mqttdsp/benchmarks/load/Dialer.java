package dev.mqttdsp.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Makes connections, all of them on one thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class Dialer implements AutoCloseable {
    /** So many addresses of this machine connections come from: each has some 28,000 ports. */
    private static final int SOURCES = 16;

    private static final int LARGEST = 1 << 20;

    private final EpollEventLoopGroup loops = new EpollEventLoopGroup(1, new DefaultThreadFactory("load", true));
    private final SslContext tls;
    private int dialed;

    Dialer() throws SSLException {
        // Whether the certificate is the right one is not what is measured, and costs the client more than the
        // handshake.
        this.tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .endpointIdentificationAlgorithm(null)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
    }

    /** The one thread. */
    EventLoop loop() {
        return loops.next();
    }

    /** Connects a client. Belongs to the event loop. */
    void dial(Target target, Client client) {
        client.carriedBy(target.transport());
        dialed++;
        new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
                .localAddress(new InetSocketAddress("127.0.0." + (2 + dialed % SOURCES), 0))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        fill(channel.pipeline(), target);
                        channel.pipeline().addLast(client);
                    }
                })
                .connect(target.address())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        client.unreachable(done.cause());
                    }
                });
    }

    private void fill(ChannelPipeline pipeline, Target target) {
        if (target.transport().tls()) {
            SslHandler handler = tls.newHandler(pipeline.channel().alloc());
            handler.setHandshakeTimeout(60, TimeUnit.SECONDS); // many come at once, on purpose
            pipeline.addLast(handler);
        }
        if (target.transport().webSocket()) {
            InetSocketAddress to = target.address();
            pipeline.addLast(
                    new HttpClientCodec(),
                    new HttpObjectAggregator(LARGEST),
                    new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                            .webSocketUri(URI.create((target.transport().tls() ? "wss" : "ws") + "://localhost:"
                                    + to.getPort() + "/mqtt"))
                            .subprotocol("mqtt")
                            .customHeaders(new DefaultHttpHeaders())
                            .maxFramePayloadLength(LARGEST)
                            .handshakeTimeoutMillis(60_000)
                            .build()),
                    new Frames());
        }
    }

    /** The bytes of MQTT in frames of WebSocket. */
    private static final class Frames extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.fireChannelRead(((WebSocketFrame) message).content());
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            // What is no MQTT is the request for the upgrade.
            ctx.write(message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
