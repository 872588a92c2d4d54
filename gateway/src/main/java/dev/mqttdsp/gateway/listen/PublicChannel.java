package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.session.Addresses;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new connection at a public port: counted, given a deadline, and TLS before everything else but a proxy's header. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails is seen at the channel
final class PublicChannel extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(PublicChannel.class);

    private final ServerCertificates certificates;
    private final AddressRanges proxies;
    private final boolean plainToo;
    private final Arrivals arrivals;
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
            Arrivals arrivals,
            BiConsumer<SocketChannel, Arrival> inside) {
        this.certificates = certificates;
        this.proxies = proxies;
        this.plainToo = plainToo;
        this.arrivals = arrivals;
        this.inside = inside;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Optional<Arrival> arrival = arrivals.arrive(channel);
        if (arrival.isEmpty()) {
            LOG.debug("too many connections without a session, {} is hung up on", channel.remoteAddress());
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

    private void begin(SocketChannel channel, Arrival arrival, boolean plain) {
        channel.pipeline().addLast(new TlsOnFirstByte(certificates, plain));
        inside.accept(channel, arrival);
    }
}
