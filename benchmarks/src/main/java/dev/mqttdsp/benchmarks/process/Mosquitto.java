package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Mosquitto, open to everybody on loopback, over each of MQTT's transports; it keeps nothing and drops nothing. */
public final class Mosquitto {
    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");
    private static final Duration BOOT = Duration.ofSeconds(20);
    /** Ends the broker with whoever has started it, however that ends. */
    private static final String WATCH = "\"$@\" & trap 'kill $!' EXIT; trap exit TERM; read -r end";

    private final ChildProcess process;
    private final Path directory;
    private final int mqtt;
    private final int mqtts;
    private final int ws;
    private final int wss;

    private Mosquitto(Testbed testbed, Core core) throws IOException {
        directory = testbed.directory("broker");
        mqtt = testbed.ports().next();
        mqtts = testbed.ports().next();
        ws = testbed.ports().next();
        wss = testbed.ports().next();
        TlsFiles tls = TlsFiles.loadOrCreate(directory, "localhost");
        String secure = "certfile " + tls.certificate() + "\nkeyfile " + tls.key() + "\n";
        Path config = directory.resolve("mosquitto.conf");
        Files.writeString(
                config,
                "user root\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n"
                        + "max_queued_messages 0\nmax_inflight_messages 0\nlog_type error\nlog_type warning\n"
                        + "listener " + mqtt + " 127.0.0.1\n"
                        + "listener " + mqtts + " 127.0.0.1\n" + secure
                        + "listener " + ws + " 127.0.0.1\nprotocol websockets\n"
                        + "listener " + wss + " 127.0.0.1\nprotocol websockets\n" + secure);
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", WATCH, "broker"));
        line.addAll(core.prefix());
        line.addAll(List.of(BINARY.toString(), "-c", config.toString()));
        Path log = directory.resolve("mosquitto.log");
        process =
                testbed.start(new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()), log);
    }

    /**
     * Starts the broker and waits until it listens.
     *
     * @param core the processor that it is confined to
     * @throws FailedException when it is not installed, or does not listen in time
     */
    public static Mosquitto start(Testbed testbed, Core core) throws IOException, InterruptedException {
        if (!Files.isExecutable(BINARY)) {
            throw new FailedException("there is no " + BINARY + ": apt-get install mosquitto");
        }
        Mosquitto broker = new Mosquitto(testbed, core);
        long end = System.nanoTime() + BOOT.toNanos();
        while (!List.of(broker.mqtt, broker.mqtts, broker.ws, broker.wss).stream()
                .allMatch(Mosquitto::listens)) {
            if (System.nanoTime() - end > 0 || !broker.process.isAlive()) {
                throw new FailedException("Mosquitto does not listen: " + broker.process.log());
            }
            Thread.sleep(50);
        }
        return broker;
    }

    /** Where the files of its certificate are. */
    public Path directory() {
        return directory;
    }

    /**
     * Its URL, by host name, as its certificate has it.
     *
     * @param scheme {@code mqtt}, {@code mqtts}, {@code ws} or {@code wss}
     */
    public String url(String scheme) {
        return scheme + "://localhost:" + port(scheme);
    }

    /** Its port for that scheme. */
    public int port(String scheme) {
        return switch (scheme) {
            case "mqtt" -> mqtt;
            case "mqtts" -> mqtts;
            case "ws" -> ws;
            case "wss" -> wss;
            default -> throw new IllegalArgumentException("found '" + scheme + "'; accepted: mqtt, mqtts, ws, wss");
        };
    }

    /** How many connections it has at that port, as their clients see it. */
    public long connections(String scheme) throws IOException {
        String remote = String.format(":%04X", port(scheme));
        long found = 0;
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            found += Files.readAllLines(Path.of(file)).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns[2].endsWith(remote) && columns[3].equals("01")) // established
                    .count();
        }
        return found;
    }

    /** Ends the broker, before the testbed would. */
    public void close() {
        process.close();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
