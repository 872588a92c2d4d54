package dev.mqttdsp.gateway.testing;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Mosquitto from Debian, with a password that only the gateway's entry knows. */
public final class Mosquitto implements AutoCloseable {
    static final String USER = "gateway";
    static final String PASSWORD = "only the entry knows";
    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");
    private static final String ESTABLISHED = "01";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final TlsFiles tls;
    private final int mqtt = Ports.free();
    private final int mqtts = Ports.free();
    private final int ws = Ports.free();
    private final int wss = Ports.free();
    private Process process;

    public Mosquitto(Path directory) throws IOException, InterruptedException {
        this(directory, "", false);
    }

    /** A broker that asks its clients for a certificate of that authority, where they come over TLS. */
    public static Mosquitto askingFor(Path authority, Path directory) throws IOException, InterruptedException {
        return new Mosquitto(directory, "cafile " + authority + "\nrequire_certificate true\n", false);
    }

    /** A broker that is reached by IPv6 too, without WebSocket. */
    public static Mosquitto onIpv6(Path directory) throws IOException, InterruptedException {
        return new Mosquitto(directory, "", true);
    }

    private Mosquitto(Path directory, String moreTls, boolean ipv6) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(BINARY), "needs Mosquitto: apt-get install mosquitto");
        this.directory = directory;
        this.tls = TlsFiles.loadOrCreate(directory, "localhost");
        Path passwords = directory.resolve("passwords");
        run("mosquitto_passwd", "-b", "-c", passwords.toString(), USER, PASSWORD);
        String secured = "certfile " + tls.certificate() + "\nkeyfile " + tls.key() + "\n" + moreTls;
        String six = ipv6 ? "listener " + mqtt + " ::1\nlistener " + mqtts + " ::1\n" + secured : "";
        Files.writeString(directory.resolve("mosquitto.conf"), """
                user root
                persistence true
                persistence_location %s/
                allow_anonymous false
                password_file %s
                listener %d 127.0.0.1
                listener %d 127.0.0.1
                %s
                listener %d 127.0.0.2
                %s
                listener %d 127.0.0.1
                protocol websockets
                listener %d 127.0.0.1
                protocol websockets
                %s
                %s
                """.formatted(
                        directory, passwords, mqtt, mqtts, secured, mqtts, secured, ws, wss, secured, six));
        start();
    }

    /** Starts the broker, again if need be. */
    public void start() throws IOException {
        process = new ProcessBuilder(
                        BINARY.toString(),
                        "-c",
                        directory.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        await("Mosquitto").atMost(PATIENCE).until(() -> List.of(mqtt, mqtts, ws, wss).stream()
                .allMatch(Mosquitto::listens));
    }

    /** Stops the broker in good order: after {@link #start} it knows its sessions and their messages again. */
    public void shutDown() {
        process.destroy();
        process.onExit().join();
    }

    /** Kills the broker. */
    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        stop();
    }

    /** The port for MQTT without TLS. */
    public int port() {
        return mqtt;
    }

    /** The entry for this broker with the right login. */
    public Broker entry(String scheme) {
        return entry(scheme, PASSWORD);
    }

    /** The entry for this broker with some login. */
    public Broker entry(String scheme, String password) {
        int port = List.of(mqtt, mqtts, ws, wss)
                .get(List.of("mqtt", "mqtts", "ws", "wss").indexOf(scheme));
        return new Broker(
                "plant",
                URI.create(scheme + "://localhost:" + port),
                new BrokerLogin(
                        Optional.of(USER),
                        Optional.of(() -> password),
                        Optional.of(tls.ca()),
                        Optional.empty(),
                        Optional.empty()),
                List.of(),
                true,
                BrokerDialect.MQTT);
    }

    /** The entry for this broker by an address that its certificate does not name. */
    public Broker unnamedEntry() {
        Broker entry = entry("mqtts");
        URI url = URI.create("mqtts://127.0.0.2:" + mqtts);
        return new Broker("unnamed", url, entry.login(), entry.topics(), true, entry.dialect());
    }

    /** Publishes from inside, with the broker's own password. */
    public void publish(String topic, String payload, String... more) throws IOException, InterruptedException {
        run(command("mosquitto_pub", "-t", topic, "-m", payload, more));
    }

    /**
     * Whether the broker has a session under that client id. Asking ends it.
     *
     * @param version 4 or 5
     */
    public boolean endsSession(int version, String clientId) throws IOException {
        try (RawClient client = RawClient.plain(mqtt)) {
            client.send(Wire.connect(version, 0xC0, clientId, USER, PASSWORD));
            String connack = client.read();
            client.send(Wire.packet(0xE0));
            return connack.startsWith("01", 4);
        }
    }

    /** How many connections to the broker this machine has, as their clients see it. */
    public long connections() {
        String remote = String.format(":%04X", mqtt);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(Mosquitto::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[2].endsWith(remote) && columns[3].equals(ESTABLISHED))
                .count();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] command(String name, String first, String topic, String second, String payload, String... more) {
        List<String> all = new ArrayList<>(List.of(
                name, "-h", "127.0.0.1", "-p", "" + mqtt, "-u", USER, "-P", PASSWORD, first, topic, second, payload));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + ": " + output);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
