package dev.mqttdsp.identity.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What partners have shown last, of each kind of credential: whether they may go on is asked again without them. A file for
 * each partner, readable by its owner alone. Thread safe.
 */
final class ShownCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(ShownCredentials.class);
    private static final int MOST = 100;
    private static final String NOTHING = "[]";

    private final Path directory;
    private final ObjectMapper json;
    /** As in the files, by participant. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    ShownCredentials(Path directory, ObjectMapper json) {
        this.directory = directory;
        this.json = json;
    }

    /** What a participant has shown, and what was verified. Of each kind the one that was shown last counts. */
    void remember(String participant, List<VerifiableCredential> credentials) {
        String unused = known.compute(participant, (key, before) -> {
            String text = before == null ? stored(key) : before;
            Stream<VerifiableCredential> others =
                    read(text).stream().filter(old -> credentials.stream().noneMatch(shown -> isOfOneKind(old, shown)));
            String next = write(
                    Stream.concat(credentials.stream(), others).limit(MOST).toList());
            if (!next.equals(text)) {
                keep(key, next);
            }
            return next;
        });
    }

    /** What a participant has shown; empty where nothing is remembered. */
    List<VerifiableCredential> of(String participant) {
        return read(known.computeIfAbsent(participant, this::stored));
    }

    private static boolean isOfOneKind(VerifiableCredential one, VerifiableCredential other) {
        return Set.copyOf(one.getType()).equals(Set.copyOf(other.getType()));
    }

    private Path file(String participant) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(participant.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private String stored(String participant) {
        Path file = file(participant);
        try {
            return Files.exists(file) ? Files.readString(file) : NOTHING;
        } catch (IOException e) {
            LOG.warn("what {} has shown cannot be read from {}: {}", participant, file, e.getMessage());
            return NOTHING;
        }
    }

    private void keep(String participant, String text) {
        try {
            WholeFile.replace(file(participant), text, WholeFile.PRIVATE);
        } catch (IOException e) {
            LOG.warn("what {} has shown is forgotten with this process: {}", participant, e.getMessage());
        }
    }

    private List<VerifiableCredential> read(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            LOG.warn("what a participant has shown cannot be read: {}", e.getOriginalMessage());
            return List.of();
        }
    }

    private String write(List<VerifiableCredential> credentials) {
        try {
            return json.writeValueAsString(credentials);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from JSON can be written as JSON", e);
        }
    }
}
