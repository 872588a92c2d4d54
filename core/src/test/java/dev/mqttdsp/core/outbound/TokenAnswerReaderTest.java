package dev.mqttdsp.core.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerReaderTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final TokenAnswerReader reader = new TokenAnswerReader(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "'\"expires_in\":300', 300",
        "'\"expires_in\":\"300\"', 300",
        "'\"expires_in\":300.0', 300",
        "'\"expires\":200', 200",
        "'\"expires_in\":300,\"expires\":200', 300",
        "'\"expires_in\":\"soon\",\"expires\":200', 200"
    })
    void theLifeIsReadAsAnyProviderWritesIt(String life, long seconds) {
        assertThat(read(200, "{\"access_token\":\"a\",\"refresh_token\":\"r\"," + life + "}"))
                .isEqualTo(new TokenAnswer.Tokens("a", Optional.of("r"), Optional.of(Duration.ofSeconds(seconds))));
    }

    @Test
    void aJwtSaysItsLifeItself() {
        String token = Jwts.withClaims("{\"exp\":" + NOW.plusSeconds(121).getEpochSecond() + "}");

        assertThat(read(200, "{\"access_token\":\"" + token + "\"}"))
                .isEqualTo(new TokenAnswer.Tokens(token, Optional.empty(), Optional.of(Duration.ofSeconds(121))));
    }

    @Test
    void aLifeThatNobodySaysIsUnknown() {
        assertThat(read(200, "{\"access_token\":\"opaque\",\"refresh_token\":null}"))
                .isEqualTo(new TokenAnswer.Tokens("opaque", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "null",
                "{}",
                "{\"access_token\":",
                "{\"access_token\":7}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":\"two\\nlines\"}",
                "{\"access_token\":\"ä\"}",
                "{\"error\":\"invalid_grant\"}",
                "\u0000\u0001"
            })
    void garbageIsNoToken(String body) {
        assertThat(read(200, body)).isInstanceOf(TokenAnswer.None.class);
    }

    @Test
    void garbageThatNestsWithoutEndIsNoToken() {
        assertThat(read(200, "[".repeat(60_000))).isInstanceOf(TokenAnswer.None.class);
        assertThat(read(200, "{\"a\":".repeat(12_000))).isInstanceOf(TokenAnswer.None.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"error":"invalid_grant","error_description":"REUSED"} | true  | answers 400 with invalid_grant: REUSED
                    401 | {"error":"invalid_client"}                            | true  | answers 401 with invalid_client
                    400 | {"error":"two\\nlines"}                               | true  | answers 400
                    400 | {"error":"e","error_description":"is sent-token"}     | true  | answers 400 with e
                    503 | <html>                                                | false | answers 503
                    302 | {"error":"x"}                                         | false | redirects, which is not followed
                    """)
    void aRefusalIsToldByItsCode(int status, String body, boolean refused, String reason) {
        assertThat(read(status, body)).isEqualTo(new TokenAnswer.None(refused, reason));
    }

    @Test
    void noTokenIsInItsText() {
        assertThat(read(200, "{\"access_token\":\"secret-1\",\"refresh_token\":\"secret-2\"}"))
                .asString()
                .doesNotContain("secret");
    }

    private TokenAnswer read(int status, String body) {
        return reader.read(status, body.getBytes(StandardCharsets.UTF_8), "sent-token");
    }
}
