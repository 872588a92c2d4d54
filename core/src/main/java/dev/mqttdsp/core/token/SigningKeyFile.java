package dev.mqttdsp.core.token;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A signing key in a file, made once, readable by its owner alone. */
public final class SigningKeyFile {
    private static final String ACCESS_TOKENS = "token-key.jwk";

    private SigningKeyFile() {}

    /**
     * The key in that directory that signs access tokens; made there if it is not.
     *
     * @throws IOException when the file cannot be read or written
     * @throws IllegalArgumentException when the file holds no signing key
     */
    public static SigningKey loadOrCreate(Path directory) throws IOException {
        return at(directory.resolve(ACCESS_TOKENS));
    }

    /**
     * The key in that file; made if there is no such file.
     *
     * @throws IOException when the file cannot be read or written
     * @throws IllegalArgumentException when the file holds no signing key
     */
    public static SigningKey at(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file.toAbsolutePath().getParent(), file);
        }
        try {
            return SigningKey.ofJwk(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": the file of the signing key is no text", e);
        }
    }

    /** Written beside and linked into place: nobody ever reads half a key, and of two makers one wins. */
    private static void create(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, SigningKey.generate().toJwk(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            place(draft, file);
        } catch (FileAlreadyExistsException e) {
            return; // somebody else was first, and that key counts
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void place(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(draft, file); // some network file systems have no hard links; this does not replace either
        }
    }
}
