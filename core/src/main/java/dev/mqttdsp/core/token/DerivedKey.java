package dev.mqttdsp.core.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for one purpose, derived from the signing key: whoever shares that one shares this one too. */
final class DerivedKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Derives it.
     *
     * @param secret 32 bytes of the signing key
     * @param purpose sets keys of different purposes apart
     */
    DerivedKey(byte[] secret, String purpose) {
        key = new SecretKeySpec(mac(new SecretKeySpec(secret, ALGORITHM), "mqtt-dsp " + purpose), ALGORITHM);
    }

    /** HMAC-SHA-256 of a text, 32 bytes. */
    byte[] mac(String text) {
        return mac(key, text);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }
}
