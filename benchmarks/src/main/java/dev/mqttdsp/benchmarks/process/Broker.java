package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.benchmarks.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A broker in a process of its own, open to everybody on loopback, over each of MQTT's transports. */
public final class Broker {
    private final Map<String, Integer> ports;
    private final Path directory;
    private final Runnable end;

    /**
     * A broker that runs.
     *
     * @param ports by scheme: {@code mqtt}, {@code mqtts}, {@code ws}, {@code wss}
     * @param directory where the files of its certificate are
     * @param end what ends it
     */
    Broker(Map<String, Integer> ports, Path directory, Runnable end) {
        this.ports = new TreeMap<>(ports);
        this.directory = directory;
        this.end = end;
    }

    /**
     * Starts a Mosquitto, or the embedded broker where there is none, and waits until it listens.
     *
     * @param core the processor that it is confined to
     */
    public static Broker start(Testbed testbed, Progress progress, Core core) throws IOException, InterruptedException {
        if (Mosquitto.isInstalled()) {
            return Mosquitto.start(testbed, core);
        }
        progress.say("there is no Mosquitto here (apt-get install mosquitto): the embedded broker takes its place,"
                + " and direct figures are its own");
        return Embedded.start(testbed, core);
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
        Integer port = ports.get(scheme);
        if (port == null) {
            throw new IllegalArgumentException(
                    "found '" + scheme + "'; accepted: " + String.join(", ", ports.keySet()));
        }
        return port;
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
        end.run();
    }
}
