package dev.mqttdsp.benchmarks.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where clients connect to.
 *
 * @param transport how
 * @param address where
 */
record Target(Transport transport, InetSocketAddress address) {

    /**
     * Reads a URL such as {@code mqtts://127.0.0.1:8883}.
     *
     * @throws IllegalArgumentException when it is no such URL
     */
    static Target of(String url) {
        return Arrays.stream(Transport.values())
                .flatMap(transport -> read(transport, url))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("found '" + url + "'; accepted: SCHEME://HOST:PORT, SCHEME one of "
                                + Arrays.stream(Transport.values())
                                        .map(known -> known.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static Stream<Target> read(Transport transport, String url) {
        String scheme = transport.name().toLowerCase(Locale.ROOT) + "://";
        if (!url.startsWith(scheme)) {
            return Stream.empty();
        }
        URI uri = URI.create(url);
        return uri.getHost() == null || uri.getPort() < 0
                ? Stream.empty()
                : Stream.of(new Target(transport, new InetSocketAddress(uri.getHost(), uri.getPort())));
    }
}
