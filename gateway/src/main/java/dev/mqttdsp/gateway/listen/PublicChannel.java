package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.session.Arrivals;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A new connection at a public port: counted, given a deadline, and TLS before everything else. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class PublicChannel extends ChannelInitializer<SocketChannel> {
    private final SslContext tls;
    private final Arrivals arrivals;
    private final GatewayMeters meters;
    private final BiConsumer<SocketChannel, Arrival> inside;

    /**
     * A port.
     *
     * @param inside adds what stands behind TLS to the pipeline
     */
    PublicChannel(SslContext tls, Arrivals arrivals, GatewayMeters meters, BiConsumer<SocketChannel, Arrival> inside) {
        this.tls = tls;
        this.arrivals = arrivals;
        this.meters = meters;
        this.inside = inside;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Optional<Arrival> arrival = arrivals.isShutOut(channel) ? Optional.empty() : arrivals.arrive(channel);
        if (arrival.isEmpty()) {
            channel.close();
            return;
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.pipeline().addLast(new TlsOnFirstByte(tls, arrival.get(), meters));
        inside.accept(channel, arrival.get());
    }
}
