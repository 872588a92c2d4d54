package dev.mqttdsp.benchmarks.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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
        URI uri = URI.create(url);
        Transport transport = Arrays.stream(Transport.values())
                .filter(known -> known.name().equalsIgnoreCase(uri.getScheme()))
                .findFirst()
                .orElse(null);
        if (transport == null || uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("found '" + url + "'; accepted: SCHEME://HOST:PORT, SCHEME one of "
                    + Arrays.stream(Transport.values())
                            .map(known -> known.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        }
        return new Target(transport, new InetSocketAddress(uri.getHost(), uri.getPort()));
    }
}
