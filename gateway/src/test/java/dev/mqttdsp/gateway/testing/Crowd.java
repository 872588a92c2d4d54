package dev.mqttdsp.gateway.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Many MQTT clients over TLS on two threads. They say CONNECT and PINGREQ, and remember when they were cut. */
public final class Crowd implements AutoCloseable {
    private static final int CONNACK = 0x20;
    private static final int PINGRESP = 0xD0;

    private final NioEventLoopGroup threads = new NioEventLoopGroup(2);
    private final Bootstrap bootstrap;

    public Crowd(Provider provider) throws SSLException {
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(provider.trustManagers())
                .build();
        this.bootstrap = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .remoteAddress("127.0.0.1", provider.gateway.tlsPort())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        Member member = new Member();
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), member);
                    }
                });
    }

    /** Connects one more. */
    public Member join(String token) throws Exception {
        Channel channel = bootstrap.connect().sync().channel();
        Member member = channel.pipeline().get(Member.class);
        channel.writeAndFlush(Unpooled.wrappedBuffer(Wire.connect(Wire.V3, "c", token)))
                .sync();
        member.channel = channel;
        return member;
    }

    /** One client. */
    public static final class Member extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final CompletableFuture<Instant> cut = new CompletableFuture<>();
        private volatile CompletableFuture<Void> pong = new CompletableFuture<>();
        private volatile Channel channel;

        /** The return code of CONNACK. */
        public int code() throws Exception {
            return code.get(20, TimeUnit.SECONDS);
        }

        /** When the gateway closed the connection. */
        public CompletableFuture<Instant> cut() {
            return cut;
        }

        /** Sends a PINGREQ and waits for its answer. */
        public void ping() throws Exception {
            pong = new CompletableFuture<>();
            channel.writeAndFlush(Unpooled.wrappedBuffer(Wire.packet(0xC0))).sync();
            pong.get(10, TimeUnit.SECONDS);
        }

        /** All answers are so short that none comes in pieces. */
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf packet) {
            switch (packet.getUnsignedByte(0)) {
                case CONNACK -> code.complete((int) packet.getUnsignedByte(3));
                case PINGRESP -> pong.complete(null);
                default -> throw new IllegalStateException("nobody asked for this packet");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            cut.complete(Instant.now());
            code.completeExceptionally(new IllegalStateException("closed without CONNACK"));
        }
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
