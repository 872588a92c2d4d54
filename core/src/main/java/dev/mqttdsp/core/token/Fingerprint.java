package dev.mqttdsp.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a token where the token itself may not be kept or shown: its SHA-256.
 *
 * @param a the first 64 bits
 * @param b the next 64 bits
 * @param c the next 64 bits
 * @param d the last 64 bits
 */
public record Fingerprint(long a, long b, long c, long d) {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Copied instead of looked up among all providers at each use. */
    private static final MessageDigest SHA_256 = sha256();

    /** The fingerprint of a token. */
    public static Fingerprint of(String token) {
        byte[] digest = fresh().digest(token.getBytes(StandardCharsets.UTF_8));
        return new Fingerprint(part(digest, 0), part(digest, 1), part(digest, 2), part(digest, 3));
    }

    private static long part(byte[] digest, int index) {
        return (long) LONGS.get(digest, index * Long.BYTES);
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return sha256(); // that of another provider
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Evenly distributed already. */
    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /** In hexadecimal digits, 64 of them. */
    @Override
    public String toString() {
        return "%016x%016x%016x%016x".formatted(a, b, c, d);
    }
}
