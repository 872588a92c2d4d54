package dev.mqttdsp.core.token;

import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            WholeFile.create(file, SigningKey.generate().toJwk(), WholeFile.PRIVATE); // or somebody else's counts
        }
        try {
            return SigningKey.ofJwk(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": the file of the signing key is no text", e);
        }
    }
}
