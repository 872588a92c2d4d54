package dev.mqttdsp.edc.settings;

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
 */
public record ApartSettings(URI feed, String secretAlias, Optional<Path> ca, URI tokenEndpoint) {
    /** Key of the file of authorities. */
    public static final String CA = "edc.mqtt.feed.ca";

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
        return new ApartSettings(feed, alias, reader.file(CA), tokens);
    }
}
