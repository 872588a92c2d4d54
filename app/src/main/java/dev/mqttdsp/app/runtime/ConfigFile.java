package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.edc.spi.system.configuration.Config;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;

/**
 * What the operator has set for one process: its file, overridden by environment variables and system properties as EDC has
 * it.
 *
 * @param values by key
 */
public record ConfigFile(Map<String, String> values) {
    static final String DATA_DIR = "edc.mqtt.data.dir";
    static final String DATA_DIR_DEFAULT = "./data";
    static final String TRUST = TrustedAuthorities.KEY;
    /** Key of the URL of HashiCorp Vault. */
    public static final String HASHICORP_URL = "edc.vault.hashicorp.url";

    /**
     * Reads the operator's file.
     *
     * @throws FailedException when the file cannot be read
     */
    public static ConfigFile read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new FailedException("--config: cannot read " + file + ": " + reason(e), e);
        }
        return new ConfigFile(new LinkedHashMap<>(ConfigFactory.fromProperties(properties)
                .merge(ConfigFactory.fromEnvironment(System.getenv()))
                .merge(ConfigFactory.fromProperties(System.getProperties()))
                .getEntries()));
    }

    /** Where this process keeps what it makes. */
    public Path dataDirectory() {
        return Path.of(values.getOrDefault(DATA_DIR, DATA_DIR_DEFAULT));
    }

    /** Whether secrets are in HashiCorp Vault, and not in the data directory. */
    public boolean usesHashicorpVault() {
        return !values.getOrDefault(HASHICORP_URL, "").isBlank();
    }

    /** Authorities to trust beside the JVM's. */
    Optional<Path> trusted() {
        return Optional.ofNullable(values.get(TRUST))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    Config toEdc() {
        return ConfigFactory.fromMap(values);
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    }
}
