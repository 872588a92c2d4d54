package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Transport;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Reached;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.persistent.BrokerSessions;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The gateway's sessions and their relay behind a port without TLS, which the gateway itself does not have. */
final class PlainDoor implements AutoCloseable {
    private final Transport transport = Transport.create();
    private final BrokerConnector connector = new BrokerConnector(transport.socketType(), Clock.systemUTC());
    private final BrokerSessions brokerSessions;
    private final Channel door;

    /** Opens a port on loopback. */
    PlainDoor(Access access, Limits limits, Path sessionFile) {
        Clock clock = Clock.systemUTC();
        brokerSessions = new BrokerSessions(
                sessionFile,
                access.grants(),
                access.brokers(),
                connector,
                transport.loops().next(),
                clock);
        GatewayMeters meters = new GatewayMeters(new CompositeMeterRegistry());
        Reached reached = new Reached(limits);
        Reception reception = new Reception(
                access.admissions(),
                new Sessions(access.grants(), clock, limits, meters, Duration.ZERO),
                brokerSessions,
                connector,
                limits,
                reached,
                meters,
                Duration.ofDays(1),
                access.events(),
                clock);
        Arrivals arrivals = new Arrivals(limits, reached, address -> false);
        door = new ServerBootstrap()
                .group(transport.loops())
                .channel(transport.serverType())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
                        arrivals.arrive(channel).ifPresent(arrival -> channel.pipeline()
                                .addLast(reception.receive(channel, arrival, "plain")));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    @Override
    public void close() {
        door.close().syncUninterruptibly();
        brokerSessions.close();
        connector.close();
        transport.loops().shutdownGracefully().syncUninterruptibly();
    }
}
