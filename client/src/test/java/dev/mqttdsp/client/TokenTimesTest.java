package dev.mqttdsp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTimesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource({
        "300, 200, 206", // the whole life: when a third is left, and not before
        "150, 50, 60", // half of it
        "101, 50, 51", // nearly due, and yet no more often than six times in a life
        "-500, 50, 51", // the consumer's clock is ahead
        "900, 800, 806" // or behind
    })
    void aJwtIsDueWhenAThirdIsLeft(long left, long earliest, long latest) {
        assertThat(TokenTimes.untilDue(address(jwt(left), 300), NOW))
                .isBetween(Duration.ofSeconds(earliest), Duration.ofSeconds(latest));
    }

    @Test
    void anOpaqueTokenIsAskedForBeforeTheLastThirdCouldBeOver() {
        assertThat(TokenTimes.untilDue(address("opaque", 300), NOW))
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(99));
    }

    @Test
    void theShortestLifeIsNotAskedForWithoutAPause() {
        assertThat(TokenTimes.untilDue(address(jwt(1), 1), NOW)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        assertThat(TokenTimes.afterFailure(address(jwt(1), 1), 1)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void pausesAfterFailuresGrowToABound() {
        MqttDataAddress address = address(jwt(100), 300);

        assertThat(TokenTimes.afterFailure(address, 1)).isEqualTo(Duration.ofMillis(12_500));
        assertThat(TokenTimes.afterFailure(address, 2)).isEqualTo(Duration.ofSeconds(25));
        assertThat(TokenTimes.afterFailure(address, 3)).isEqualTo(Duration.ofSeconds(30));
        assertThat(TokenTimes.afterFailure(address, 1_000)).isEqualTo(Duration.ofSeconds(30));
        assertThat(TokenTimes.afterFailure(address(jwt(100), 86_400), 1)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aPasswordDoesNotEnd() {
        MqttCredential login = new MqttCredential(Optional.of("user"), "password");

        assertThat(TokenTimes.ends(new MqttDataAddress(URI.create("wss://host"), login, List.of(), Optional.empty())))
                .isFalse();
    }

    private static MqttDataAddress address(String token, long life) {
        return new MqttDataAddress(
                URI.create("wss://host"),
                MqttCredential.token(token),
                List.of(),
                Optional.of(Duration.ofSeconds(life)));
    }

    private static String jwt(long left) {
        String claims = "{\"exp\":" + (NOW.getEpochSecond() + left) + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }
}
