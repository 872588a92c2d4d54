package dev.mqttdsp.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public halves of the keys that sign access tokens: P-256, for ES256 (RFC 7518 §3.4), each under its key id. */
public final class PublicKeys {
    private final JWKSet document;
    private final Map<String, JWSVerifier> byId = new HashMap<>();

    private PublicKeys(List<ECKey> keys) {
        document = new JWKSet(List.<JWK>copyOf(keys));
        try {
            for (ECKey key : keys) {
                byId.put(key.getKeyID(), new ECDSAVerifier(key.toECPublicKey()));
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a key is none that this Java runtime verifies ES256 with", e);
        }
    }

    static PublicKeys of(SigningKey key) {
        return new PublicKeys(List.of(key.ecKey().toPublicJWK()));
    }

    /**
     * Reads a JWKS document (RFC 7517 §5) of such keys.
     *
     * @throws IllegalArgumentException when it holds none, or anything else: a private key above all
     */
    public static PublicKeys ofJwks(String json) {
        List<JWK> keys;
        try {
            keys = JWKSet.parse(json).getKeys();
        } catch (ParseException e) {
            throw new IllegalArgumentException("no JWKS document", e);
        }
        if (keys.isEmpty() || !keys.stream().allMatch(PublicKeys::isUsable)) {
            throw new IllegalArgumentException(
                    "not all of the keys are public P-256 keys with an id, or there is none");
        }
        return new PublicKeys(keys.stream().map(JWK::toECKey).toList());
    }

    private static boolean isUsable(JWK key) {
        return key instanceof ECKey ec && !ec.isPrivate() && ec.getKeyID() != null && Curve.P_256.equals(ec.getCurve());
    }

    /** As a JWKS document. */
    public String jwks() {
        return document.toString(true);
    }

    /** Checks signatures of the key with that id, which may be null. */
    Optional<JWSVerifier> verifier(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }
}
