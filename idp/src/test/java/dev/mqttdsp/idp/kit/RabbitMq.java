package dev.mqttdsp.idp.kit;

import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.Programs;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RabbitMQ with MQTT over TLS, which lets in whoever has a token of the identity provider as the password. */
public final class RabbitMq implements AutoCloseable {
    private static final String USER = "machine";
    private static final String PASSWORD = "only-machines-of-the-plant-4711";
    private static final Duration START = Duration.ofMinutes(2);

    private final int port;
    private final Path ca;
    private final Server names;
    private final Server node;

    private RabbitMq(int port, Path ca, Server names, Server node) {
        this.port = port;
        this.ca = ca;
        this.names = names;
        this.node = node;
    }

    /** Skips the test where RabbitMQ is not installed, but fails in CI. */
    static void requirePrograms() {
        Programs.require("rabbitmq-server", "rabbitmq-server");
        Programs.require("epmd", "rabbitmq-server");
    }

    /** Starts a node that fetches its keys over HTTPS from there, from a server that the same authority vouches for. */
    static RabbitMq start(Path directory, FreePorts ports, TlsFiles tls, URI keys) throws IOException {
        Files.createDirectories(directory);
        int port = ports.next();
        int namesPort = ports.next();
        Files.writeString(directory.resolve("enabled_plugins"), "[rabbitmq_mqtt, rabbitmq_auth_backend_oauth2].\n");
        Files.writeString(directory.resolve("rabbitmq.conf"), configuration(port, tls, keys));
        // An Erlang node would start this one itself, as a daemon that outlives everybody.
        Server names = Server.start(
                "epmd",
                List.of(
                        Programs.require("epmd", "rabbitmq-server"),
                        "-port",
                        Integer.toString(namesPort),
                        "-address",
                        "127.0.0.1"),
                directory,
                Map.of());
        try {
            await().atMost(START).ignoreExceptions().until(() -> answers(namesPort));
            Server node = Server.start(
                            "RabbitMQ", List.of(program()), directory, environment(directory, port, namesPort, ports))
                    .awaitReady(log -> log.contains("Server startup complete"), START);
            return new RabbitMq(port, tls.ca(), names, node);
        } catch (RuntimeException e) {
            names.close();
            throw e;
        }
    }

    /** What Debian has in the path turns root into another user, who could not read the directory. */
    private static String program() {
        Path unwrapped = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
        return Files.isExecutable(unwrapped)
                ? unwrapped.toString()
                : Programs.require("rabbitmq-server", "rabbitmq-server");
    }

    private static String configuration(int port, TlsFiles tls, URI keys) {
        return """
                listeners.tcp = none
                mqtt.listeners.tcp = none
                mqtt.listeners.ssl.1 = 127.0.0.1:%1$d
                mqtt.allow_anonymous = false
                ssl_options.cacertfile = %2$s
                ssl_options.certfile = %3$s
                ssl_options.keyfile = %4$s
                ssl_options.verify = verify_none
                auth_backends.1 = rabbit_auth_backend_oauth2
                auth_backends.2 = rabbit_auth_backend_internal
                auth_oauth2.resource_server_id = %5$s
                auth_oauth2.jwks_url = %6$s
                auth_oauth2.https.cacertfile = %2$s
                auth_oauth2.https.peer_verification = verify_peer
                auth_oauth2.https.hostname_verification = wildcard
                default_user = %7$s
                default_pass = %8$s
                log.console = true
                log.console.level = info
                log.file = false
                """.formatted(port, tls.ca(), tls.certificate(), tls.key(), Keycloak.AUDIENCE, keys, USER, PASSWORD);
    }

    private static Map<String, String> environment(Path directory, int port, int namesPort, FreePorts ports) {
        return Map.ofEntries(
                Map.entry("PATH", System.getenv("PATH")),
                Map.entry("HOME", directory.toString()),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("RABBITMQ_NODENAME", "plant-" + port + "@localhost"),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE",
                        directory.resolve("rabbitmq.conf").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", directory.resolve("none").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        directory.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ports.next())),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(namesPort)),
                // The script becomes the node then, instead of starting it and waiting.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    /** For an asset's {@code baseUrl}. */
    public URI url() {
        return URI.create("mqtts://localhost:" + port);
    }

    /** Publishes with QoS 1, as a machine of the plant does. */
    public void publish(String topic, String payload) throws Exception {
        try (MqttSession session =
                MqttSession.connect(MqttVersion.MQTT_3_1_1, url(), ca, "machine", Optional.of(USER), PASSWORD)) {
            session.three()
                    .publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .send()
                    .join();
        }
    }

    /** What it has written to its log so far. */
    public String log() {
        return node.log();
    }

    @Override
    public void close() {
        node.close();
        names.close();
    }
}
