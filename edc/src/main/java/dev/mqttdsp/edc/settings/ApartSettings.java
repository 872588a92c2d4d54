package dev.mqttdsp.edc.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * What a gateway in a process of its own has to know of its connector.
 *
 * @param feed where the connector tells of its grants
 * @param secretAlias the secret for that
 * @param ca PEM file of the authorities that may vouch for the connector; without it the JVM's
 * @param tokenEndpoint where the connector exchanges refresh tokens
 * @param metrics where the process shows its metrics and whether it is ready; empty for nowhere
 */
public record ApartSettings(
        URI feed, String secretAlias, Optional<Path> ca, URI tokenEndpoint, Optional<InetSocketAddress> metrics) {
    /** Key of the file of authorities. */
    public static final String CA = "edc.mqtt.feed.ca";

    /** Key of the port for metrics. */
    public static final String METRICS_PORT = "edc.mqtt.metrics.port";

    private static final String METRICS_BIND = "edc.mqtt.metrics.bind";
    private static final String URL = "edc.mqtt.feed.url";
    private static final String TOKEN_UPSTREAM = "edc.mqtt.token.upstream";

    /**
     * Reads them.
     *
     * @param vault gives the secret under an alias, null where there is none
     * @throws EdcException for a value that is missing or cannot be used
     */
    public static ApartSettings read(Config config, UnaryOperator<String> vault) {
        SettingReader reader = new SettingReader(config);
        URI feed = reader.url(URL, "https", () -> "");
        URI tokens = reader.url(TOKEN_UPSTREAM, "https", () -> "");
        if (tokens.getRawQuery() != null || tokens.getRawFragment() != null) {
            throw SettingReader.unusable(
                    TOKEN_UPSTREAM, tokens.toString(), "a URL such as https://host:port/token, without a query");
        }
        String alias = reader.text(FeedSettings.SECRET_ALIAS, "");
        String unused = FeedSettings.secret(alias, vault); // asked for again at every connection
        return new ApartSettings(feed, alias, reader.file(CA), tokens, metrics(reader));
    }

    private static Optional<InetSocketAddress> metrics(SettingReader reader) {
        String bind = reader.text(METRICS_BIND, "127.0.0.1");
        return reader.number(METRICS_PORT, 1, 65_535).map(port -> {
            InetSocketAddress address = new InetSocketAddress(bind, port);
            if (address.isUnresolved()) {
                throw SettingReader.unusable(METRICS_BIND, bind, "an address of this machine");
            }
            return address;
        });
    }
}
