package dev.mqttdsp.edc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedSettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Map<String, String> APART = Map.of(
            "edc.mqtt.feed.url", "https://connector.example:8885/feed",
            "edc.mqtt.feed.secret.alias", "feed-secret",
            "edc.mqtt.token.upstream", "https://connector.example:8884/token");

    private static Optional<FeedSettings> read(Map<String, String> settings, String secret) {
        return FeedSettings.read(ConfigFactory.fromMap(settings), alias -> alias.equals("feed-secret") ? secret : null);
    }

    private static ApartSettings readApart(Map<String, String> settings) {
        return ApartSettings.read(
                ConfigFactory.fromMap(settings), alias -> alias.equals("feed-secret") ? SECRET : null);
    }

    @Test
    void withoutAPortThereIsNoFeed() {
        assertThat(read(Map.of(), SECRET)).isEmpty();
        assertThat(read(Map.of("edc.mqtt.feed.secret.alias", "feed-secret"), SECRET))
                .isEmpty();
    }

    @Test
    void itListensOnLoopbackUnlessSomethingElseIsSaid() {
        Map<String, String> settings =
                new HashMap<>(Map.of("edc.mqtt.feed.port", "8885", "edc.mqtt.feed.secret.alias", "feed-secret"));

        assertThat(read(settings, SECRET)).hasValue(new FeedSettings("127.0.0.1", 8885, SECRET));
        settings.put("edc.mqtt.feed.bind", "10.0.0.7");
        assertThat(read(settings, SECRET)).hasValue(new FeedSettings("10.0.0.7", 8885, SECRET));
        assertThat(read(settings, SECRET).orElseThrow().toString()).doesNotContain(SECRET);
    }

    @Test
    void aPortWithoutASecretIsRefused() {
        assertThatThrownBy(() -> read(Map.of("edc.mqtt.feed.port", "8885"), SECRET))
                .isInstanceOf(EdcException.class)
                .hasMessageStartingWith("edc.mqtt.feed.secret.alias: found nothing; accepted:");
        assertThatThrownBy(() -> read(Map.of("edc.mqtt.feed.port", "8885", "edc.mqtt.feed.secret.alias", "o"), SECRET))
                .isInstanceOf(EdcException.class)
                .hasMessageStartingWith("edc.mqtt.feed.secret.alias: found 'o', under which the vault has nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef 0123456789abcdef",
                "ümläüte-0123456789abcdef0123456789abcdef"
            })
    void aSecretThatIsShortOrDoesNotFitAHeaderIsRefusedAndNotRepeated(String secret) {
        assertThatThrownBy(() ->
                        read(Map.of("edc.mqtt.feed.port", "8885", "edc.mqtt.feed.secret.alias", "feed-secret"), secret))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("at least 32 characters")
                .hasMessageNotContaining(secret.isEmpty() ? "no such text" : secret);
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertThatThrownBy(() ->
                        read(Map.of("edc.mqtt.feed.port", "0", "edc.mqtt.feed.secret.alias", "feed-secret"), SECRET))
                .isInstanceOf(EdcException.class)
                .hasMessageStartingWith("edc.mqtt.feed.port: found '0'");
    }

    @Test
    void aGatewayApartNeedsToKnowItsConnector(@TempDir Path directory) {
        ApartSettings settings = readApart(APART);

        assertThat(settings.feed()).hasToString("https://connector.example:8885/feed");
        assertThat(settings.tokenEndpoint()).hasToString("https://connector.example:8884/token");
        assertThat(settings.secretAlias()).isEqualTo("feed-secret");
        assertThat(settings.ca()).isEmpty();
        assertThatThrownBy(() -> {
                    Map<String, String> wrong = new HashMap<>(APART);
                    wrong.put(
                            "edc.mqtt.feed.ca", directory.resolve("missing.pem").toString());
                    readApart(wrong);
                })
                .isInstanceOf(EdcException.class)
                .hasMessageStartingWith("edc.mqtt.feed.ca: found");
    }

    @ParameterizedTest
    @CsvSource({
        "edc.mqtt.feed.url,",
        "edc.mqtt.feed.url, http://connector.example/feed",
        "edc.mqtt.feed.url, https://user:password@connector.example/feed",
        "edc.mqtt.token.upstream,",
        "edc.mqtt.token.upstream, ftp://connector.example/token",
        "edc.mqtt.token.upstream, https://connector.example/token?a=b",
        "edc.mqtt.feed.secret.alias,",
    })
    void whatAGatewayApartCannotUseIsNamed(String key, String value) {
        Map<String, String> settings = new HashMap<>(APART);
        settings.put(key, value == null ? "" : value);

        assertThatThrownBy(() -> readApart(settings))
                .isInstanceOf(EdcException.class)
                .hasMessageStartingWith(key + ": found");
    }

    @Test
    void assetsReachNeitherThePortNorTheSecretOfTheFeed() {
        MqttSettings settings = MqttSettings.read(ConfigFactory.fromMap(
                Map.of("edc.mqtt.feed.port", "8885", "edc.mqtt.feed.secret.alias", "feed-secret")));

        assertThat(settings.outgoing().rules().toString()).contains("8885");
        assertThat(settings.aliases().toString()).contains("feed-secret");
    }
}
