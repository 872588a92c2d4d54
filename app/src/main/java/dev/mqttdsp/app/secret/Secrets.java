package dev.mqttdsp.app.secret;

import java.nio.file.Path;
import java.util.Map;

/** The secrets that belong to a data directory. */
public final class Secrets {
    private Secrets() {}

    /** The file {@code secrets.json} there, with its key in the environment or in {@code secrets.key}. */
    public static SecretFile in(Path dataDirectory, Map<String, String> environment) {
        return new SecretFile(
                dataDirectory.resolve("secrets.json"),
                () -> SecretKeySource.cipher(environment, dataDirectory.resolve("secrets.key")));
    }
}
