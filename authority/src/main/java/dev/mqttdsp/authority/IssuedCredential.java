package dev.mqttdsp.authority;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the authority remembers of a credential.
 *
 * @param id of the credential, a URN
 * @param index its place in the status list
 * @param holder DID of whom it is about
 * @param type beside {@code VerifiableCredential}
 * @param claims about the holder
 * @param issuedAt when it was issued
 * @param expiresAt when it ends by itself
 * @param revokedAt when it was taken back, if it was
 */
public record IssuedCredential(
        String id,
        int index,
        String holder,
        String type,
        Map<String, String> claims,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> revokedAt) {

    public IssuedCredential {
        claims = Map.copyOf(claims);
    }

    /** The same, taken back. */
    IssuedCredential revoked(Instant now) {
        return new IssuedCredential(
                id, index, holder, type, claims, issuedAt, expiresAt, Optional.of(revokedAt.orElse(now)));
    }
}
