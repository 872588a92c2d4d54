package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.token.SigningKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;
import org.eclipse.edc.token.spi.TokenValidationService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictTokensTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final ClaimToken CLAIMS = ClaimToken.Builder.newInstance()
            .claims(Map.of(
                    "iss",
                    "did:web:partner.example",
                    "jti",
                    "1",
                    "exp",
                    Date.from(Instant.parse("2100-01-01T00:00:00Z"))))
            .build();

    /** Accepts what the rules accept. */
    private final TokenValidationService edc = (token, keys, rules) -> rules.stream()
            .map(rule -> rule.checkRule(CLAIMS, Map.of()))
            .filter(Result::failed)
            .findFirst()
            .map(failed -> Result.<ClaimToken>failure(failed.getFailureMessages()))
            .orElseGet(() -> Result.success(CLAIMS));

    private final TokenValidationService strict = new StrictTokens(edc);

    @ParameterizedTest
    @CsvSource({
        "did:web:partner.example, did:web:partner.example#key, true",
        "did:web:partner.example, did:web:partner-example#key, false",
        "did:web:partner.example, did:web:partner.example.evil#key, false",
        "did:web:partner.example, did:web:partner.example, false",
        "did:web:.*, did:web:evil.example#key, false",
        "did:web:(a+)+, did:web:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#key, false",
        ".*, did:web:evil.example#key, false",
        "did:key:z6Mk, did:key:z6Mk#key, false",
        "operator, management-key, true"
    })
    void theKeyOfATokenIsItsIssuersLetterByLetter(String issuer, String keyId, boolean accepted) {
        assertThat(valid(issuer, keyId)).isEqualTo(accepted);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String text : List.of("", "a.b.c", "e30.e30.", "x".repeat(200_000))) {
            assertThat(strict.validate(token(text), id -> Result.failure("none"), List.of())
                            .failed())
                    .isTrue();
        }
    }

    @Test
    void aTokenThatIsRefusedIsNotRememberedAsUsed() {
        TokenValidationRule once = new OnceOnly(Clock.systemUTC(), SeenTokens.forgotten());
        TokenRepresentation token =
                token(KEY.sign("JWT", "did:web:partner.example#key", Map.of("iss", "did:web:partner.example")));

        assertThat(strict.validate(token, id -> null, List.of(once, (claims, more) -> Result.failure("no")))
                        .failed())
                .isTrue();
        assertThat(strict.validate(token, id -> null, List.of(once)).succeeded())
                .isTrue();
        assertThat(strict.validate(token, id -> null, List.of(once)).failed()).isTrue();
    }

    private boolean valid(String issuer, String keyId) {
        return strict.validate(token(KEY.sign("JWT", keyId, Map.of("iss", issuer))), id -> null, List.of())
                .succeeded();
    }

    private static TokenRepresentation token(String text) {
        return TokenRepresentation.Builder.newInstance().token(text).build();
    }
}
