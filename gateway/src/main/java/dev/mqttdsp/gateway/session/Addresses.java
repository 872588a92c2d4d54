package dev.mqttdsp.gateway.session;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Who is at the other end of a connection, for log, audit and limits: the client that a trusted proxy has announced, else
 * whoever is connected.
 */
public final class Addresses {
    private static final AttributeKey<InetSocketAddress> ANNOUNCED = AttributeKey.valueOf("mqtt-dsp.client-address");

    private Addresses() {}

    /** A trusted proxy has said who the client is; port 0 where it does not say that. */
    public static void announce(Channel channel, InetSocketAddress client) {
        channel.attr(ANNOUNCED).set(client);
    }

    /** The address as {@code host:port}, IPv6 in brackets; empty where it is not known any more. */
    public static String of(Channel channel) {
        Optional<InetSocketAddress> known = socket(channel);
        if (known.isEmpty()) {
            return "";
        }
        String host = ip(channel).map(NetUtil::toAddressString).orElseGet(() -> known.get()
                .getHostString());
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return known.get().getPort() == 0
                ? bracketed
                : bracketed + ":" + known.get().getPort();
    }

    /** The address alone, IPv4 always as IPv4; empty where it is not known any more. */
    public static Optional<InetAddress> ip(Channel channel) {
        return socket(channel).map(InetSocketAddress::getAddress).map(Addresses::unmapped);
    }

    private static Optional<InetSocketAddress> socket(Channel channel) {
        InetSocketAddress announced =
                channel.hasAttr(ANNOUNCED) ? channel.attr(ANNOUNCED).get() : null;
        if (announced != null) {
            return Optional.of(announced);
        }
        return channel.remoteAddress() instanceof InetSocketAddress remote ? Optional.of(remote) : Optional.empty();
    }

    /** A socket for both shows IPv4 clients within IPv6 (RFC 4291 §2.5.5.2), which Java resolves in this way. */
    private static InetAddress unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are an address", e);
        }
    }
}
