package dev.mqttdsp.gateway.listen;

import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.session.Reception;
import dev.mqttdsp.gateway.tls.ServerCertificates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The ports that are open to the public. */
public final class Listeners implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int LARGEST_REQUEST = 8 << 10;
    private static final int LONGEST_LINE = 4_096;
    /** Who refreshes may have to send the access token within another token. */
    private static final int LONGEST_HEADERS = 24 * 1024;

    private final EventLoopGroup loops;
    private final Class<? extends ServerSocketChannel> channelType;
    private final ServerCertificates certificates;
    private final AddressRanges proxies;
    private final Turnstile turnstile;
    private final Arrivals arrivals;
    private final GatewayMeters meters;
    private final Optional<Reception> reception;
    private final Supplier<String> jwks;
    private final TokenRequests tokens;
    private final List<Channel> open = new ArrayList<>();

    /**
     * Nothing is open yet.
     *
     * @param channelType server sockets of the event loops' kind
     * @param proxies who may say whom they speak for, and speak plain HTTP
     * @param reception takes MQTT clients in, where there are any
     * @param jwks the public keys as a JWKS document
     * @param tokens answers requests for tokens
     */
    public Listeners(
            EventLoopGroup loops,
            Class<? extends ServerSocketChannel> channelType,
            ServerCertificates certificates,
            AddressRanges proxies,
            Turnstile turnstile,
            Arrivals arrivals,
            GatewayMeters meters,
            Optional<Reception> reception,
            Supplier<String> jwks,
            TokenRequests tokens) {
        this.loops = loops;
        this.channelType = channelType;
        this.certificates = certificates;
        this.proxies = proxies;
        this.turnstile = turnstile;
        this.arrivals = arrivals;
        this.meters = meters;
        this.reception = reception;
        this.jwks = jwks;
        this.tokens = tokens;
    }

    /**
     * Opens a port for MQTT over TLS.
     *
     * @return the port, also where any free one was asked for with 0
     * @throws IOException when the port cannot be had
     * @throws IllegalStateException when nobody takes clients in
     */
    public int openMqtts(String address, int port) throws IOException {
        Reception clients =
                reception.orElseThrow(() -> new IllegalStateException("a port for MQTT, and nobody takes clients in"));
        return open(address, port, false, (channel, arrival) -> channel.pipeline()
                .addLast(clients.receive(channel, arrival, "tls")));
    }

    /**
     * Opens a port for HTTPS and, where somebody takes clients in, for MQTT over WebSocket.
     *
     * @return the port, also where any free one was asked for with 0
     * @throws IOException when the port cannot be had
     */
    public int openWeb(String address, int port) throws IOException {
        return open(address, port, true, this::web);
    }

    private void web(SocketChannel channel, Arrival arrival) {
        Optional<Supplier<ChannelHandler>> mqtt =
                reception.map(clients -> () -> clients.receive(channel, arrival, "wss"));
        int largestMessage = reception.map(clients -> clients.packetBytes()).orElse(0) + LARGEST_REQUEST;
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, LARGEST_REQUEST),
                        new HttpObjectAggregator(LARGEST_REQUEST))
                .addLast(new WebRequests(jwks, tokens, arrival, new ForwardedFor(proxies), largestMessage, mqtt));
    }

    private int open(String address, int port, boolean plainToo, BiConsumer<SocketChannel, Arrival> inside)
            throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new PublicChannel(certificates, proxies, plainToo, turnstile, arrivals, meters, inside))
                .bind(new InetSocketAddress(address, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String why = bound.cause().getMessage();
            throw new IOException(why == null ? bound.cause().toString() : why, bound.cause());
        }
        open.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** Closes the ports; connections that were accepted stay. */
    @Override
    public void close() {
        open.forEach(channel -> channel.close().awaitUninterruptibly());
        open.clear();
    }
}
