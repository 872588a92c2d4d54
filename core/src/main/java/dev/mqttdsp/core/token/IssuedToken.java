package dev.mqttdsp.core.token;

import java.time.Instant;

/**
 * A token that was issued.
 *
 * @param value the JWT in its compact form
 * @param id its {@code jti}, which may be logged
 * @param expiresAt its {@code exp}
 */
public record IssuedToken(String value, String id, Instant expiresAt) {

    /** Says everything but the token. */
    @Override
    public String toString() {
        return "IssuedToken[id=" + id + ", expiresAt=" + expiresAt + "]";
    }
}
