package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.session.Addresses;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A new connection at a public port: counted, given a deadline, and TLS before everything else but a proxy's header. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class PublicChannel extends ChannelInitializer<SocketChannel> {
    private final ServerCertificates certificates;
    private final AddressRanges proxies;
    private final boolean plainToo;
    private final Turnstile turnstile;
    private final Arrivals arrivals;
    private final GatewayMeters meters;
    private final BiConsumer<SocketChannel, Arrival> inside;

    /**
     * A port.
     *
     * @param proxies who may say whom they speak for
     * @param plainToo whether proxies may speak without TLS
     * @param inside adds what stands behind TLS to the pipeline, once the client's address is known
     */
    PublicChannel(
            ServerCertificates certificates,
            AddressRanges proxies,
            boolean plainToo,
            Turnstile turnstile,
            Arrivals arrivals,
            GatewayMeters meters,
            BiConsumer<SocketChannel, Arrival> inside) {
        this.certificates = certificates;
        this.proxies = proxies;
        this.plainToo = plainToo;
        this.turnstile = turnstile;
        this.arrivals = arrivals;
        this.meters = meters;
        this.inside = inside;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Optional<Arrival> arrival = arrivals.arrive(channel);
        if (arrival.isEmpty()) {
            channel.close();
            return;
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        if (Addresses.ip(channel).filter(proxies::contain).isPresent()) {
            channel.pipeline().addLast(new FromProxy(() -> begin(channel, arrival.get(), plainToo)));
        } else {
            begin(channel, arrival.get(), false);
        }
    }

    /** The client's address is known, but for what a proxy says in HTTP. */
    private void begin(SocketChannel channel, Arrival arrival, boolean plain) {
        if (arrivals.isShutOut(channel)) {
            arrival.excused(); // its failures have been counted
            channel.close();
            return;
        }
        channel.pipeline().addLast(new TlsOnFirstByte(certificates, plain, turnstile, arrival, meters));
        inside.accept(channel, arrival);
    }
}
