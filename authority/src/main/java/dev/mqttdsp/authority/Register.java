package dev.mqttdsp.authority;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What has been issued, in a file that several processes read and change. */
final class Register {
    private static final String NAME = "issued.json";
    private static final String LOCK = ".issued.lock";
    private static final String CREDENTIALS = "credentials";

    private final Path file;
    private final Path lock;

    Register(Path directory) {
        file = directory.resolve(NAME);
        lock = directory.resolve(LOCK);
    }

    /** Everything, in the order of its issuing. */
    List<IssuedCredential> all() {
        try {
            return Files.exists(file) ? read() : List.of();
        } catch (IOException e) {
            throw new AuthorityException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Replaces everything by what that makes of it; nobody else changes anything meanwhile. */
    synchronized List<IssuedCredential> change(UnaryOperator<List<IssuedCredential>> how) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException(lock + " could not be locked");
            }
            List<IssuedCredential> changed = how.apply(all());
            WholeFile.replace(file, write(changed), WholeFile.PRIVATE);
            return changed;
        } catch (IOException e) {
            throw new AuthorityException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private List<IssuedCredential> read() throws IOException {
        try {
            Map<String, Object> json = JSONObjectUtils.parse(Files.readString(file));
            return List.of(JSONObjectUtils.getJSONObjectArray(json, CREDENTIALS)).stream()
                    .map(Register::credential)
                    .toList();
        } catch (ParseException | DateTimeException | ClassCastException | NullPointerException e) {
            throw new AuthorityException(file + " holds something else than what was issued", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static IssuedCredential credential(Map<String, Object> json) {
        return new IssuedCredential(
                (String) json.get("id"),
                ((Number) json.get("index")).intValue(),
                (String) json.get("holder"),
                (String) json.get("type"),
                (Map<String, String>) json.get("claims"),
                Instant.parse((String) json.get("issuedAt")),
                Instant.parse((String) json.get("expiresAt")),
                Optional.ofNullable((String) json.get("revokedAt")).map(Instant::parse));
    }

    private static String write(List<IssuedCredential> credentials) {
        return JSONObjectUtils.toJSONString(Map.of(
                        CREDENTIALS, credentials.stream().map(Register::json).toList()))
                + "\n";
    }

    private static Map<String, Object> json(IssuedCredential credential) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", credential.id());
        json.put("index", credential.index());
        json.put("holder", credential.holder());
        json.put("type", credential.type());
        json.put("claims", credential.claims());
        json.put("issuedAt", credential.issuedAt().toString());
        json.put("expiresAt", credential.expiresAt().toString());
        credential.revokedAt().ifPresent(at -> json.put("revokedAt", at.toString()));
        return json;
    }
}
