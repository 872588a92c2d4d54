package dev.mqttdsp.gateway.session;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Who is at the other end of a connection, for log, audit and limits. */
public final class Addresses {
    private Addresses() {}

    /** The address as {@code host:port}, IPv6 in brackets; empty where it is not known any more. */
    public static String of(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return "";
        }
        String host = remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    /** The address without its port; empty where it is not known any more. */
    public static Optional<InetAddress> inet(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? Optional.ofNullable(remote.getAddress())
                : Optional.empty();
    }
}
