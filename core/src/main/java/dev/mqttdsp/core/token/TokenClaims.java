package dev.mqttdsp.core.token;

import java.time.Instant;

/**
 * What a verified token says.
 *
 * @param id its {@code jti}
 * @param flowId the grant it belongs to
 * @param epoch the grant's epoch when it was issued
 * @param expiresAt its {@code exp}
 */
public record TokenClaims(String id, String flowId, long epoch, Instant expiresAt) {}
