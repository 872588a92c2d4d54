package dev.mqttdsp.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.util.Map;

/** A key that signs tokens: P-256, for ES256 (RFC 7518 §3.4). */
public final class SigningKey {
    private final ECKey key;

    private SigningKey(ECKey key) {
        this.key = key;
    }

    /** A new key. */
    public static SigningKey generate() {
        try {
            return of(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java runtime makes no P-256 keys", e);
        }
    }

    /**
     * Reads a private key from its JWK (RFC 7517).
     *
     * @throws IllegalArgumentException when it is no private P-256 key; the message holds nothing of the key
     */
    public static SigningKey ofJwk(String json) {
        try {
            ECKey key = ECKey.parse(json);
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw new IllegalArgumentException("the signing key has to be a private key on the curve P-256");
            }
            if (!signsWhatItVerifies(key)) {
                throw new IllegalArgumentException("the private and the public part of the signing key do not match");
            }
            return of(key);
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("the signing key has to be a JWK with kty EC, crv P-256 and d");
        }
    }

    private static boolean signsWhatItVerifies(ECKey key) throws JOSEException {
        JWSObject probe = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload("probe"));
        probe.sign(new ECDSASigner(key));
        return probe.verify(new ECDSAVerifier(key.toECPublicKey()));
    }

    /** The key id is the thumbprint (RFC 7638): the same key has the same id everywhere. */
    private static SigningKey of(ECKey key) throws JOSEException {
        return new SigningKey(new ECKey.Builder(key)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint()
                .build());
    }

    /** The public half, for those who verify tokens themselves. */
    public PublicKeys publicKeys() {
        return PublicKeys.of(this);
    }

    /** The public half as a JWKS document, for brokers that verify tokens themselves. */
    public String publicJwks() {
        return new JWKSet(key).toString(true);
    }

    /** The id of the key, its thumbprint (RFC 7638). */
    public String id() {
        return key.getKeyID();
    }

    /** The public half as JWK, for documents that hold keys. */
    public Map<String, Object> publicJwk() {
        return key.toPublicJWK().toJSONObject();
    }

    /**
     * Signs claims as a JWT (RFC 7519), ES256.
     *
     * @param type of the token, its {@code typ}
     * @param keyId by which those who verify it find the key, its {@code kid}
     * @param claims as JSON has them: texts, numbers, truth values, maps and lists
     */
    public String sign(String type, String keyId, Map<String, Object> claims) {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(keyId)
                        .build(),
                new Payload(claims));
        try {
            token.sign(signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("signing a token failed", e);
        }
        return token.serialize();
    }

    /** What signs with this key, for those who put tokens together themselves. */
    public JWSSigner signer() {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java runtime does not sign with ES256", e);
        }
    }

    /** The private key as JWK, to be kept in a file that only its owner reads. */
    String toJwk() {
        return key.toJSONString();
    }

    /** A key for another purpose, which says nothing about this one. */
    DerivedKey derive(String purpose) {
        return new DerivedKey(key.getD().decode(), purpose);
    }

    ECKey ecKey() {
        return key;
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + key.getKeyID() + "]";
    }
}
