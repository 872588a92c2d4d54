package dev.mqttdsp.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Tries the addresses of a broker's host one after the other, until one of them takes MQTT. As long as others follow, each
 * gets its share of the time and no more. Belongs to one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class ConnectAttempt {
    private static final int LARGEST_RESPONSE = 8 << 10;
    private static final String FAILURES = "failures";

    private final EventLoop loop;
    private final Class<? extends SocketChannel> channelType;
    private final Destination destination;
    private final Promise<BrokerLink> result;
    private final Iterator<InetSocketAddress> addresses;
    private final Share share;
    private Future<?> patience;

    /**
     * Begins with {@link #next}.
     *
     * @param time for all addresses together
     */
    ConnectAttempt(
            EventLoop loop,
            Class<? extends SocketChannel> channelType,
            Destination destination,
            Promise<BrokerLink> result,
            Duration time) {
        this.loop = loop;
        this.channelType = channelType;
        this.destination = destination;
        this.result = result;
        this.addresses = destination.addresses().iterator();
        this.share = new Share(time, destination.addresses().size());
    }

    /** Tries the next address. */
    void next() {
        if (result.isDone()) {
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(FAILURES, new Failures());
                    }
                })
                .connect(addresses.next());
        Channel channel = connecting.channel();
        long millis = share.nextMillis();
        if (addresses.hasNext()) {
            patience = loop.schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
        }
        result.addListener(done -> {
            if (!done.isSuccess() || result.getNow().channel() != channel) {
                channel.close();
            }
        });
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                secure(channel);
            } else {
                failed(connected.cause());
            }
        });
    }

    private void secure(Channel channel) {
        if (result.isDone()) {
            return; // too late: the channel is closed already
        }
        if (destination.tls().isEmpty()) {
            upgrade(channel);
            return;
        }
        SslContext context = destination.tls().get();
        SslHandler handler = context.newHandler(channel.alloc(), destination.host(), destination.port());
        channel.pipeline().addFirst("tls", handler);
        handler.handshakeFuture().addListener((Future<Channel> shaken) -> {
            if (shaken.isSuccess()) {
                upgrade(channel);
            } else {
                failed(shaken.cause());
            }
        });
    }

    private void upgrade(Channel channel) {
        if (destination.webSocket().isEmpty()) {
            succeed(channel);
            return;
        }
        Promise<Void> upgraded = loop.newPromise();
        upgraded.addListener(done -> {
            if (done.isSuccess()) {
                succeed(channel);
            } else {
                failed(done.cause());
            }
        });
        channel.pipeline()
                .addBefore(FAILURES, "http", new HttpClientCodec())
                .addBefore(FAILURES, "http-response", new HttpObjectAggregator(LARGEST_RESPONSE))
                .addBefore(
                        FAILURES,
                        "upgrade",
                        new WebSocketUpgrade(destination.webSocket().get(), upgraded));
    }

    private void succeed(Channel channel) {
        endPatience();
        channel.pipeline().remove(FAILURES);
        result.trySuccess(new BrokerLink(
                destination.url(), channel, destination.broker().login().user(), destination.password()));
    }

    private void failed(Throwable cause) {
        endPatience();
        if (addresses.hasNext()) {
            next();
        } else {
            result.tryFailure(cause);
        }
    }

    private void endPatience() {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    /** The last handler until a session puts its own there. */
    private static final class Failures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // whoever waits for TLS or WebSocket is told by these
        }
    }
}
