package dev.mqttdsp.core.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The file of a ring of keys, readable by its owner alone. */
public final class KeyRingFile {
    private static final String KEYS = "keys";
    private static final String KEY = "key";
    private static final String SIGNS_FROM = "signsFrom";

    private KeyRingFile() {}

    /**
     * The ring in that file; made with one new key if there is no such file.
     *
     * @throws IOException when the file cannot be read or written
     * @throws IllegalArgumentException when the file holds no ring of keys
     */
    public static KeyRing at(Path file) throws IOException {
        if (!Files.exists(file)) {
            WholeFile.create(
                    file, text(KeyRing.of(SigningKey.generate())), WholeFile.PRIVATE); // or somebody else's counts
        }
        try {
            return read(Files.readString(file));
        } catch (ParseException | DateTimeException | CharacterCodingException e) {
            throw new IllegalArgumentException(file + " holds no ring of keys", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Replaces the ring in that file.
     *
     * @throws IOException when it cannot be written; the file is then what it was before
     */
    public static void write(Path file, KeyRing ring) throws IOException {
        WholeFile.replace(file, text(ring), WholeFile.PRIVATE);
    }

    private static String text(KeyRing ring) {
        List<Object> keys = new ArrayList<>();
        for (KeyRing.Entry entry : ring.entries()) {
            keys.add(Map.of(
                    KEY,
                    entry.key().ecKey().toJSONObject(),
                    SIGNS_FROM,
                    entry.signsFrom().toString()));
        }
        return JSONObjectUtils.toJSONString(Map.of(KEYS, keys));
    }

    private static KeyRing read(String text) throws ParseException {
        Map<String, Object>[] entries = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text), KEYS);
        List<KeyRing.Entry> ring = new ArrayList<>();
        if (entries != null) {
            for (Map<String, Object> entry : entries) {
                String from = JSONObjectUtils.getString(entry, SIGNS_FROM);
                Map<String, Object> key = JSONObjectUtils.getJSONObject(entry, KEY);
                if (from == null || key == null) {
                    throw new ParseException("an entry lacks its key or its beginning", 0);
                }
                ring.add(new KeyRing.Entry(SigningKey.ofJwk(JSONObjectUtils.toJSONString(key)), Instant.parse(from)));
            }
        }
        return new KeyRing(ring);
    }
}
