package dev.mqttdsp.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokensTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final RefreshToken TOKEN = new RefreshToken("flow/1 ä", 1_900_000_000L, 7, 2);

    private final RefreshTokens tokens = new RefreshTokens(KEY);

    @Test
    void whatWasWrittenIsReadByWhoeverHasTheKey() {
        assertThat(new RefreshTokens(SigningKey.ofJwk(KEY.toJwk())).read(tokens.write(TOKEN)))
                .hasValue(TOKEN);
    }

    @Test
    void theSameTokenIsWrittenTheSameWay() {
        assertThat(tokens.write(TOKEN)).isEqualTo(tokens.write(TOKEN)).hasSizeLessThan(600);
    }

    @Test
    void anotherKeysTokensAreUnknown() {
        assertThat(tokens.read(new RefreshTokens(SigningKey.generate()).write(TOKEN)))
                .isEmpty();
    }

    @Test
    void noCharacterCanBeChanged() {
        String text = tokens.write(TOKEN);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '1' ? '2' : '1';
            assertThat(tokens.read(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "....",
                "Zg.1.2.3.",
                "Zg.1.2.3.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Zg.-1.2.3.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Zg.99999999999999999999.2.3.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "eyJhbGciOiJub25lIn0.e30."
            })
    void whatIsNoneIsUnknown(String text) {
        assertThat(tokens.read(text)).isEmpty();
    }

    @Test
    void passwordsAreAsLongAsAKeyAndDifferentForEachGrantAndEpoch() {
        GrantPasswords passwords = new GrantPasswords(KEY);

        assertThat(passwords.of("f", 1))
                .hasSize(43)
                .isEqualTo(new GrantPasswords(KEY).of("f", 1))
                .isNotEqualTo(passwords.of("f", 2))
                .isNotEqualTo(passwords.of("g", 1));
        assertThat(passwords.isOne(passwords.of("f", 1), "f", 1)).isTrue();
        assertThat(passwords.isOne(passwords.of("f", 1), "f", 2)).isFalse();
        assertThat(passwords.isOne("", "f", 1)).isFalse();
    }
}
