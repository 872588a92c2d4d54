package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.token.spi.TokenValidationRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"-1, false", "1, true", "300, true", "905, true", "906, false", "86400, false"})
    void aTokenEndsAndNotTooLate(long seconds, boolean accepted) {
        assertThat(accepts(TokenRules.endsSoon(CLOCK), Map.of("exp", Date.from(NOW.plusSeconds(seconds)))))
                .isEqualTo(accepted);
    }

    @Test
    void aPresentationMayHaveNoEndButNotOneThatIsOver() {
        assertThat(accepts(TokenRules.isNotOver(CLOCK), Map.of())).isTrue();
        assertThat(accepts(TokenRules.isNotOver(CLOCK), Map.of("exp", Date.from(NOW.plusSeconds(1)))))
                .isTrue();
        assertThat(accepts(TokenRules.isNotOver(CLOCK), Map.of("exp", Date.from(NOW.minusSeconds(1)))))
                .isFalse();
    }

    @Test
    void aTokenWithoutAnEndIsRefused() {
        assertThat(accepts(TokenRules.endsSoon(CLOCK), Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-10, true", "5, true", "6, false"})
    void aTokenCountsFromWhenItSays(long seconds, boolean accepted) {
        assertThat(accepts(TokenRules.hasBegun(CLOCK), Map.of("nbf", Date.from(NOW.plusSeconds(seconds)))))
                .isEqualTo(accepted);
    }

    private static boolean accepts(TokenValidationRule rule, Map<String, Object> claims) {
        return rule.checkRule(ClaimToken.Builder.newInstance().claims(claims).build(), Map.of())
                .succeeded();
    }
}
