package dev.mqttdsp.authority;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** One bit for each credential: whether it has been revoked (Status List 2021, §3.2 and §4). */
final class StatusList {
    /** As many as the specification asks for at least, so that nobody tells a holder by the length. */
    static final int LENGTH = 131_072;

    private StatusList() {}

    /**
     * The list as credentials carry it: GZIP, base64.
     *
     * @param revoked indexes, from 0 to {@link #LENGTH} less one; the first is the highest bit of the first byte
     */
    static String encoded(Set<Integer> revoked) {
        byte[] bits = new byte[LENGTH / Byte.SIZE];
        revoked.forEach(index -> bits[index / Byte.SIZE] |= (byte) (0x80 >> (index % Byte.SIZE)));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bits);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
