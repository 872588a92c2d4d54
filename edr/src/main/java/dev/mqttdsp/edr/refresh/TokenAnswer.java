package dev.mqttdsp.edr.refresh;

import java.time.Duration;
import java.util.Optional;

/** What came of asking a token endpoint. */
sealed interface TokenAnswer {

    /**
     * The next tokens.
     *
     * @param accessToken the next access token
     * @param refreshToken the next refresh token; empty where the present one goes on (RFC 6749 §6)
     * @param life the access token's life from now; empty where nobody said it
     */
    record Tokens(String accessToken, Optional<String> refreshToken, Optional<Duration> life) implements TokenAnswer {

        /** Says everything but the tokens. */
        @Override
        public String toString() {
            return "Tokens[life=" + life + "]";
        }
    }

    /**
     * Nothing of use.
     *
     * @param reason for the operator's eyes, without any secret
     */
    record None(String reason) implements TokenAnswer {}
}
