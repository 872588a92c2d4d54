package dev.mqttdsp.core.broker;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which URLs lead to a broker. */
public final class BrokerUrls {
    /** Default ports by scheme; those of MQTT are registered with IANA. */
    private static final Map<String, Integer> PORTS =
            Map.of("mqtt", 1883, "tcp", 1883, "mqtts", 8883, "ssl", 8883, "ws", 80, "wss", 443);

    private BrokerUrls() {}

    /**
     * The port that a scheme stands for where the URL names none.
     *
     * @throws IllegalArgumentException for a scheme that is none of MQTT's
     */
    public static int defaultPort(String scheme) {
        Integer port = PORTS.get(scheme.toLowerCase(Locale.ROOT));
        if (port == null) {
            throw new IllegalArgumentException("'" + scheme + "' is no scheme of an MQTT URL");
        }
        return port;
    }

    /** The URL in that text if it names one of MQTT's schemes and a host, and hides no login. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = URI.create(text.strip());
            boolean usable = url.getScheme() != null
                    && PORTS.containsKey(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
