package dev.mqttdsp.core.outbound;

import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an access token says of its own life (RFC 7519 §4.1). It is not verified: its issuer is the one who will judge it.
 *
 * @param expiresAt its {@code exp}
 * @param issuedAt its {@code iat}, where it has one
 * @param audience its {@code aud}, empty where it has none
 */
public record Jwt(Instant expiresAt, Optional<Instant> issuedAt, Set<String> audience) {
    /** Far beyond any token's life, and not yet beyond what an {@link Instant} can be. */
    private static final double LAST_SECOND = 1e11;

    public Jwt {
        audience = Set.copyOf(audience);
    }

    /** The token's claims; empty where it is no JWT, or one without {@code exp}. */
    public static Optional<Jwt> of(String token) {
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
        return ForeignJson.parse(claims).flatMap(json -> seconds(json, "exp")
                .map(exp -> new Jwt(exp, seconds(json, "iat"), audience(json.get("aud")))));
    }

    /** One text, or several (RFC 7519 §4.1.3). */
    private static Set<String> audience(Object claim) {
        Collection<?> all = claim instanceof Collection<?> several ? several : List.of(claim == null ? "" : claim);
        return all.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Instant> seconds(Map<String, Object> claims, String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .filter(value -> value >= 0 && value < LAST_SECOND)
                .map(value -> Instant.ofEpochSecond(value.longValue()));
    }
}
