package dev.mqttdsp.acceptance.kit;

import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker that lets nobody in without the gateway's password. */
public final class Mosquitto implements AutoCloseable {
    /** The only user. */
    public static final String USER = "gateway";
    /** Known to the broker and to the broker entry alone. */
    public static final String PASSWORD = "only-the-broker-entry-knows-4711";

    private final int port;
    private final Command process;

    private Mosquitto(int port, Command process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one on a free port. */
    public static Mosquitto start(Path directory, FreePorts ports) throws Exception {
        String program = Programs.require("mosquitto");
        String passwords = Programs.require("mosquitto_passwd");
        Files.createDirectories(directory);
        Path users = directory.resolve("users");
        Finished made = Command.start(List.of(passwords, "-b", "-c", users.toString(), USER, PASSWORD), "")
                .await();
        if (made.exitCode() != 0) {
            throw new IOException("mosquitto_passwd: " + made.err());
        }
        return start(program, directory, ports, "allow_anonymous false\npassword_file " + users + "\n");
    }

    /** Starts one that lets everybody in. */
    public static Mosquitto open(Path directory, FreePorts ports) throws Exception {
        String program = Programs.require("mosquitto");
        Files.createDirectories(directory);
        return start(program, directory, ports, "allow_anonymous true\n");
    }

    private static Mosquitto start(String program, Path directory, FreePorts ports, String admission)
            throws IOException {
        int port = ports.next();
        Path config = directory.resolve("mosquitto.conf");
        // As root Mosquitto becomes another user, who could not read the directory.
        Files.writeString(
                config,
                "listener " + port + " 127.0.0.1\nuser " + System.getProperty("user.name") + "\npersistence false\n"
                        + admission);
        Command process = Command.start(List.of(program, "-c", config.toString()), "");
        Mosquitto mosquitto = new Mosquitto(port, process);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(mosquitto::answers);
        return mosquitto;
    }

    /** As the gateway reaches it. */
    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Publishes as a machine of the plant does. */
    public void publish(String topic, String payload) {
        publish(topic, payload, false);
    }

    /** Publishes, retained or not. */
    public void publish(String topic, String payload, boolean retain) {
        Mqtt5BlockingClient client = client();
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        client.disconnect();
    }

    /** A connected client inside the plant, with all rights; the caller disconnects it. */
    public Mqtt5BlockingClient client() {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username(USER)
                .password(PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        return client;
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
