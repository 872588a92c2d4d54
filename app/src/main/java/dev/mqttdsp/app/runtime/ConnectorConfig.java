package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.core.did.DidWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.edc.spi.system.configuration.Config;

/**
 * The configuration of one connector: the operator's file, overridden by environment variables and system properties as
 * EDC has it, on top of defaults that leave {@code edc.participant.id} as the only key somebody must set.
 */
public final class ConnectorConfig {
    private static final String PARTICIPANT = "edc.participant.id";
    private static final String STS = "edc.iam.sts.oauth.";
    private static final String PROTOCOL_PORT = "web.http.protocol.port";

    private final ConfigFile file;

    private ConnectorConfig(ConfigFile file) {
        this.file = file;
    }

    /**
     * Reads the operator's file.
     *
     * @throws FailedException when the file cannot be read, the participant id is missing, or it is no DID where a wallet is
     *     configured
     */
    public static ConnectorConfig read(Path file) {
        Map<String, String> given = ConfigFile.read(file).values();
        if (given.getOrDefault(PARTICIPANT, "").isBlank()) {
            throw new FailedException(
                    file + " lacks " + PARTICIPANT + ", the id under which partners know this connector");
        }
        if (hasWalletElsewhere(given) && !provesIdentity(given)) {
            throw new FailedException(
                    PARTICIPANT + ": found '" + given.get(PARTICIPANT) + "', which has no wallet, together with " + STS
                            + "token.url and its like; accepted: the DID of the wallet's participant, or none of those keys");
        }
        return new ConnectorConfig(new ConfigFile(withDefaults(given)));
    }

    /** Where this connector keeps what it makes. */
    public Path dataDirectory() {
        return file.dataDirectory();
    }

    /** Whether secrets are in HashiCorp Vault, and not in the data directory. */
    public boolean usesHashicorpVault() {
        return file.usesHashicorpVault();
    }

    /** Whether participants prove who they are: those whose id is a DID do. */
    boolean provesIdentity() {
        return provesIdentity(file.values());
    }

    /** What to say of an id that nobody can prove. */
    String notProvable() {
        return PARTICIPANT + ": found '" + file.values().get(PARTICIPANT)
                + "', which nobody can prove; accepted: a DID such as did:web:connector.example or did:web:localhost%3A8383";
    }

    static boolean provesIdentity(Map<String, String> values) {
        return values.getOrDefault(PARTICIPANT, "").startsWith("did:");
    }

    /** Whether this participant's wallet is not inside this connector, but behind a secure token service. */
    boolean hasWalletElsewhere() {
        return hasWalletElsewhere(file.values());
    }

    /** One key of it is enough: what is missing beside it is told by name. */
    static boolean hasWalletElsewhere(Map<String, String> values) {
        return values.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().startsWith(STS) && !entry.getValue().isBlank());
    }

    /** Authorities to trust beside the JVM's. */
    Optional<Path> trusted() {
        return file.trusted();
    }

    Config toEdc() {
        return file.toEdc();
    }

    /**
     * Looks whether every port can be had, because the failure of a server that cannot bind names neither the port nor
     * the key.
     *
     * @throws FailedException naming port and key
     */
    void requireFreePorts() {
        for (PortKey key : PortKey.values()) {
            String text = file.values().get(key.key());
            if (text != null && key.applies(file.values())) {
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
            key.byDefault().ifPresent(port -> all.put(key.key(), port));
        }
        all.put("web.http.path", "/api");
        all.put("web.http.management.path", "/api/management");
        all.put("web.http.protocol.path", "/api/protocol");
        all.put("web.http.control.path", "/api/control");
        all.put("web.http.credentials.path", did(given).map(DidWeb::path).orElse("/"));
        host(given).ifPresent(host -> all.put("edc.mqtt.public.host", host));
        all.put("edc.hostname", host(given).orElse("localhost"));
        // The data address is readable as soon as the transfer is STARTED, not a moment later.
        all.put("edc.edr.receiver.sync", "true");
        // What an issuer has taken back must not count for a quarter of an hour more.
        all.put("edc.iam.credential.revocation.cache.validity", "5000");
        all.putAll(given);
        // The identity module has each token count once; EDC's two rules for that, in one process, would each refuse
        // what
        // the other has seen.
        all.put("edc.iam.accesstoken.jti.validation", "false");
        all.putIfAbsent("edc.iam.issuer.id", all.get(PARTICIPANT));
        if (Boolean.parseBoolean(all.get("edc.mqtt.broker.embedded"))) {
            all.putIfAbsent("edc.mqtt.broker.embedded.url", "mqtt://127.0.0.1:" + all.get(PortKey.BROKER.key()));
            all.putIfAbsent("edc.mqtt.broker.embedded.dialect", "artemis");
        }
        all.putIfAbsent(
                "edc.dsp.callback.address",
                (all.containsKey(WebTls.CERTIFICATE) ? "https://" : "http://") + all.get("edc.hostname") + ":"
                        + all.get(PROTOCOL_PORT) + all.get("web.http.protocol.path"));
        return all;
    }

    /** That of the participant's DID, where it is one. */
    private static Optional<String> host(Map<String, String> given) {
        return did(given).map(did -> did.base("https").getHost());
    }

    private static Optional<DidWeb> did(Map<String, String> given) {
        return Optional.of(given.getOrDefault(PARTICIPANT, ""))
                .filter(DidWeb::isDidWeb)
                .map(DidWeb::new);
    }
}
