package dev.mqttdsp.core.outbound;

import java.time.Duration;
import java.util.Optional;

/** What came of asking a token endpoint. */
public sealed interface TokenAnswer {

    /**
     * The next tokens.
     *
     * @param accessToken the next access token
     * @param refreshToken the next refresh token; empty where there is none, or the present one goes on (RFC 6749 §6)
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
     * @param refused whether the endpoint said no, rather than nothing that can be understood
     * @param reason for the operator's eyes, without any secret, to be read after the name of the endpoint
     */
    record None(boolean refused, String reason) implements TokenAnswer {}
}
