package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
 * The configuration of one connector: the operator's file, overridden by environment variables and system properties as
 * EDC has it, on top of defaults that leave {@code edc.participant.id} as the only key somebody must set.
 */
public final class ConnectorConfig {
    static final String DATA_DIR = "edc.mqtt.data.dir";
    static final String DATA_DIR_DEFAULT = "./data";
    static final String TRUST = TrustedAuthorities.KEY;
    /** Key of the URL of HashiCorp Vault. */
    public static final String HASHICORP_URL = "edc.vault.hashicorp.url";

    private static final String PARTICIPANT = "edc.participant.id";
    private static final String PROTOCOL_PORT = "web.http.protocol.port";

    private final Map<String, String> values;

    private ConnectorConfig(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the operator's file.
     *
     * @throws FailedException when the file cannot be read or the participant id is missing
     */
    public static ConnectorConfig read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new FailedException("--config: cannot read " + file + ": " + reason(e), e);
        }
        Map<String, String> given = new LinkedHashMap<>(ConfigFactory.fromProperties(properties)
                .merge(ConfigFactory.fromEnvironment(System.getenv()))
                .merge(ConfigFactory.fromProperties(System.getProperties()))
                .getEntries());
        if (given.getOrDefault(PARTICIPANT, "").isBlank()) {
            throw new FailedException(
                    file + " lacks " + PARTICIPANT + ", the id under which partners know this connector");
        }
        return new ConnectorConfig(withDefaults(given));
    }

    /** Where this connector keeps what it makes. */
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

    /**
     * Looks whether every port can be had, because the failure of a server that cannot bind names neither the port nor
     * the key.
     *
     * @throws FailedException naming port and key
     */
    void requireFreePorts() {
        for (PortKey key : PortKey.values()) {
            String text = values.get(key.key());
            if (text != null && key.applies(values)) {
                requireFree(key, parse(key, text));
            }
        }
    }

    private static int parse(PortKey key, String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new FailedException(key.key() + ": '" + text + "' is no port, 0 to 65535 is accepted", e);
        }
        throw new FailedException(key.key() + ": '" + text + "' is no port, 0 to 65535 is accepted");
    }

    private static void requireFree(PortKey key, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new FailedException(
                    "port " + port + " is in use: stop what listens there, or choose another by " + key.key(), e);
        }
    }

    private static Map<String, String> withDefaults(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        for (PortKey key : PortKey.values()) {
            all.put(key.key(), key.byDefault());
        }
        all.put("web.http.path", "/api");
        all.put("web.http.management.path", "/api/management");
        all.put("web.http.protocol.path", "/api/protocol");
        all.put("web.http.control.path", "/api/control");
        all.put("edc.hostname", "localhost");
        // The data address is readable as soon as the transfer is STARTED, not a moment later.
        all.put("edc.edr.receiver.sync", "true");
        all.putAll(given);
        if (Boolean.parseBoolean(all.get("edc.mqtt.broker.embedded"))) {
            all.putIfAbsent("edc.mqtt.broker.embedded.url", "mqtt://127.0.0.1:" + all.get(PortKey.BROKER.key()));
            all.putIfAbsent("edc.mqtt.broker.embedded.dialect", "artemis");
        }
        all.putIfAbsent(
                "edc.dsp.callback.address",
                "http://" + all.get("edc.hostname") + ":" + all.get(PROTOCOL_PORT) + all.get("web.http.protocol.path"));
        return all;
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    }
}
