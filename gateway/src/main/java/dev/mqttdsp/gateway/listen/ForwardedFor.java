package dev.mqttdsp.gateway.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who the client is, by the header {@code X-Forwarded-For}: each proxy appends the address that it was connected from, so
 * the last one that is no listed proxy is the client. What stands before it anybody may have written.
 *
 * @param proxies who is believed
 */
record ForwardedFor(AddressRanges proxies) {
    static final String HEADER = "X-Forwarded-For";
    /** With a port some proxies write, and IPv6 in brackets then. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:]*))(?::([0-9]{1,5}))?");

    private static final int LAST_PORT = 65_535;

    /**
     * The client's address.
     *
     * @param connection who is connected to the gateway
     * @param headers the header, as often as it is there
     * @return empty when it is the one that is connected, or is not told
     */
    Optional<InetSocketAddress> client(InetAddress connection, List<String> headers) {
        if (!proxies.contain(connection)) {
            return Optional.empty();
        }
        List<String> entries = Arrays.asList(String.join(",", headers).split(","));
        Collections.reverse(entries);
        for (String entry : entries) {
            Optional<InetSocketAddress> address = address(entry.strip());
            if (address.isEmpty() || !proxies.contain(address.get().getAddress())) {
                return address;
            }
        }
        return Optional.empty();
    }

    /** Port 0 where there is none. */
    private static Optional<InetSocketAddress> address(String text) {
        Optional<InetAddress> alone = AddressRanges.address(text);
        if (alone.isPresent()) {
            return Optional.of(new InetSocketAddress(alone.get(), 0));
        }
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return AddressRanges.address(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                .filter(address -> port <= LAST_PORT)
                .map(address -> new InetSocketAddress(address, port));
    }
}
