package dev.mqttdsp.app.secret;

import dev.mqttdsp.app.FailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Where the key of the secrets comes from: the environment, else a file that nobody but its owner reads. */
public final class SecretKeySource {
    /** Base64 of 32 bytes. */
    public static final String VARIABLE = "MQTT_DSP_SECRETS_KEY";

    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretKeySource() {}

    /**
     * The cipher with the key; the key file is made when neither it nor the variable is there.
     *
     * @throws FailedException when the key is unusable, or others may read its file
     */
    public static SecretCipher cipher(Map<String, String> environment, Path keyFile) {
        String variable = environment.get(VARIABLE);
        if (variable != null) {
            return new SecretCipher(decode(variable, VARIABLE));
        }
        try {
            if (!Files.exists(keyFile)) {
                create(keyFile);
            }
            if (!OWNER_ALONE.containsAll(Files.getPosixFilePermissions(keyFile))) {
                throw new FailedException(keyFile + " may be read by others than its owner: chmod 600 " + keyFile);
            }
            return new SecretCipher(decode(Files.readString(keyFile), keyFile.toString()));
        } catch (IOException e) {
            throw new FailedException("the key of the secrets, " + keyFile + ", cannot be read or made", e);
        }
    }

    private static void create(Path keyFile) throws IOException {
        Files.createDirectories(keyFile.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                keyFile.toAbsolutePath().getParent(), "key", ".new", PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(SecretCipher.newKey()));
            Files.createLink(keyFile, draft);
        } catch (FileAlreadyExistsException e) {
            return; // somebody else was first, and that key counts
        } finally {
            Files.delete(draft);
        }
    }

    private static byte[] decode(String text, String origin) {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new FailedException(origin + " holds no Base64, which the key of the secrets has to be", e);
        }
    }
}
