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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mosquitto; it keeps nothing and drops nothing. */
final class Mosquitto {
    private static final Path BINARY = Path.of("/usr/sbin/mosquitto");
    private static final Duration BOOT = Duration.ofSeconds(20);
    /** Ends the broker with whoever has started it, however that ends. */
    private static final String WATCH = "\"$@\" & trap 'kill $!' EXIT; trap exit TERM; read -r end";

    private Mosquitto() {}

    /** Whether there is one on this machine. */
    static boolean isInstalled() {
        return Files.isExecutable(BINARY);
    }

    /**
     * Starts the broker and waits until it listens.
     *
     * @param core the processor that it is confined to
     * @throws FailedException when it does not listen in time
     */
    static Broker start(Testbed testbed, Core core) throws IOException, InterruptedException {
        Path directory = testbed.directory("broker");
        Map<String, Integer> ports = new HashMap<>();
        for (String scheme : List.of("mqtt", "mqtts", "ws", "wss")) {
            ports.put(scheme, testbed.ports().next());
        }
        ChildProcess process = start(testbed, core, configuration(directory, ports));
        long end = System.nanoTime() + BOOT.toNanos();
        while (!ports.values().stream().allMatch(Mosquitto::listens)) {
            if (System.nanoTime() - end > 0 || !process.isAlive()) {
                throw new FailedException("Mosquitto does not listen: " + process.log());
            }
            Thread.sleep(50);
        }
        return new Broker(ports, directory, process::close);
    }

    private static Path configuration(Path directory, Map<String, Integer> ports) throws IOException {
        TlsFiles tls = TlsFiles.loadOrCreate(directory, "localhost");
        String secure = "certfile " + tls.certificate() + "\nkeyfile " + tls.key() + "\n";
        return Files.writeString(
                directory.resolve("mosquitto.conf"),
                "user root\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n"
                        + "max_queued_messages 0\nmax_inflight_messages 0\nlog_type error\nlog_type warning\n"
                        + "listener " + ports.get("mqtt") + " 127.0.0.1\n"
                        + "listener " + ports.get("mqtts") + " 127.0.0.1\n" + secure
                        + "listener " + ports.get("ws") + " 127.0.0.1\nprotocol websockets\n"
                        + "listener " + ports.get("wss") + " 127.0.0.1\nprotocol websockets\n" + secure);
    }

    private static ChildProcess start(Testbed testbed, Core core, Path configuration) throws IOException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", WATCH, "broker"));
        line.addAll(core.prefix());
        line.addAll(List.of(BINARY.toString(), "-c", configuration.toString()));
        Path log = configuration.resolveSibling("mosquitto.log");
        return testbed.start(new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()), log);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
