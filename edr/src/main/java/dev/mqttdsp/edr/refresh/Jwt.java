package dev.mqttdsp.edr.refresh;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What an access token says of its own life (RFC 7519 §4.1). It is not verified: its issuer is the one who will judge it.
 *
 * @param expiresAt its {@code exp}
 * @param issuedAt its {@code iat}, where it has one
 */
record Jwt(Instant expiresAt, Optional<Instant> issuedAt) {
    /** Far beyond any token's life, and not yet beyond what an {@link Instant} can be. */
    private static final double LAST_SECOND = 1e11;

    /** The token's claims; empty where it is no JWT, or one without {@code exp}. */
    static Optional<Jwt> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        byte[] claims;
        try {
            claims = Base64.getUrlDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it only looked like one
        }
        return PartnerJson.parse(claims)
                .flatMap(json -> seconds(json, "exp").map(exp -> new Jwt(exp, seconds(json, "iat"))));
    }

    private static Optional<Instant> seconds(JsonObject claims, String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(JsonNumber.class::isInstance)
                .map(value -> ((JsonNumber) value).doubleValue())
                .filter(value -> value >= 0 && value < LAST_SECOND)
                .map(value -> Instant.ofEpochSecond(value.longValue()));
    }
}
