package dev.mqttdsp.core.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

/** What other people's token endpoints answer. */
class ForeignJsonFuzz {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    private static final TokenAnswerReader READER = new TokenAnswerReader(CLOCK);
    private static final String PRESENTED = "s3cret";

    @DictionaryEntries({
        "access_token",
        "refresh_token",
        "expires_in",
        "expires",
        "error",
        "error_description",
        "s3cret",
        "1e999",
        "-0.0"
    })
    @FuzzTest
    void answers(byte[] body) {
        for (int status : new int[] {200, 302, 400, 500}) {
            TokenAnswer answer = READER.read(status, body, PRESENTED);
            if (answer instanceof TokenAnswer.None none) {
                assertThat(none.reason()).isNotBlank().doesNotContain(PRESENTED).matches("[\\x20-\\x7E]{1,500}");
                assertThat(none.refused()).isEqualTo(status == 400);
            } else if (answer instanceof TokenAnswer.Tokens tokens) {
                assertThat(status).isEqualTo(200);
                assertThat(tokens.accessToken()).matches("[\\x21-\\x7E]+");
                assertThat(tokens.refreshToken().orElse("x")).matches("[\\x21-\\x7E]+");
                assertThat(tokens.life().orElse(Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ZERO);
            }
        }
    }

    /** The input is the claims of a token. */
    @DictionaryEntries({"exp", "iat", "aud", "1e10", "-1", "99999999999999999999", "NaN"})
    @FuzzTest
    void claims(byte[] claims) {
        String token = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".x";
        Jwt.of(token).ifPresent(jwt -> {
            assertThat(jwt.expiresAt()).isBetween(Instant.EPOCH, Instant.ofEpochSecond(100_000_000_000L));
            jwt.issuedAt().ifPresent(then -> assertThat(then).isAfterOrEqualTo(Instant.EPOCH));
            assertThat(jwt.audience()).doesNotContain("");
        });
        String text = new String(claims, StandardCharsets.UTF_8);
        Jwt.of(text);
        Seconds.parse(text).ifPresent(life -> assertThat(life).isGreaterThanOrEqualTo(Duration.ZERO));
    }
}
