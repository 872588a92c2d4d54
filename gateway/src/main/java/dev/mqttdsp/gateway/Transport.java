package dev.mqttdsp.gateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.SystemPropertyUtil;

/**
 * Event loops and the sockets that go with them.
 *
 * @param loops one for each processor
 * @param serverType accepts connections
 * @param socketType is a connection
 */
public record Transport(
        EventLoopGroup loops,
        Class<? extends ServerSocketChannel> serverType,
        Class<? extends SocketChannel> socketType) {

    /** Linux's epoll where this machine has it, else what the JDK offers. */
    public static Transport create() {
        stopLookingForLeaks();
        int processors = Runtime.getRuntime().availableProcessors();
        DefaultThreadFactory threads = new DefaultThreadFactory("mqtt-dsp-gateway", true);
        return Epoll.isAvailable()
                ? new Transport(
                        new EpollEventLoopGroup(processors, threads, Unhurried::new),
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class)
                : new Transport(
                        new NioEventLoopGroup(processors, threads),
                        NioServerSocketChannel.class,
                        NioSocketChannel.class);
    }

    /** It costs 6 % of the processor; the tests look for every leak. Who wants it nevertheless says so by its property. */
    private static void stopLookingForLeaks() {
        if (SystemPropertyUtil.get("io.netty.leakDetection.level") == null
                && SystemPropertyUtil.get("io.netty.leakDetectionLevel") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }
}
