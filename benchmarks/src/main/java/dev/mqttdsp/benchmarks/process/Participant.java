package dev.mqttdsp.benchmarks.process;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Main;
import dev.mqttdsp.client.Connector;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A participant of the dataspace: a connector in a process of its own. */
public final class Participant {
    /** As {@code mqtt-dsp connector} is run, with a bound to the heap: five JVMs share the machine. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private static final String STOCK_MAIN = "org.eclipse.edc.boot.system.runtime.BaseRuntime";
    private static final Duration BOOT = Duration.ofSeconds(90);

    /** What a participant's connector is. */
    private enum Kind {
        OWN,
        STOCK
    }

    private final String id;
    private final String participantId;
    private final Kind kind;
    private final Path directory;
    private final int managementPort;
    private final int protocolPort;
    private final ChildProcess process;

    private Participant(Testbed testbed, String id, Kind kind, String classPath, Map<String, String> settings)
            throws IOException {
        this.id = id;
        this.participantId = settings.getOrDefault("edc.participant.id", id);
        this.kind = kind;
        this.directory = testbed.directory(id);
        this.managementPort = testbed.ports().next();
        this.protocolPort = testbed.ports().next();
        Path file = directory.resolve("connector.properties");
        Properties config = new Properties();
        config.putAll(common(testbed));
        config.putAll(kind == Kind.OWN ? Map.of() : whatOursHasByDefault());
        config.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file)) {
            config.store(writer, null);
        }
        Path log = directory.resolve("connector.log");
        this.process = testbed.start(builder(classPath, file, log), log);
    }

    /** Starts the product's connector, as {@code mqtt-dsp connector --config} does, without waiting for it. */
    public static Participant own(Testbed testbed, Installation installation, String id, Map<String, String> settings)
            throws IOException {
        return new Participant(testbed, id, Kind.OWN, installation.connectorWithMockIdentity(), settings);
    }

    /** Starts EDC as it is, without waiting for it. */
    public static Participant stock(Testbed testbed, Installation installation, String id) throws IOException {
        return new Participant(testbed, id, Kind.STOCK, installation.stock(), Map.of());
    }

    /** Starts EDC with the module {@code edc}, so that it offers MQTT, without waiting for it. */
    public static Participant stockWithMqtt(
            Testbed testbed, Installation installation, String id, Map<String, String> settings) throws IOException {
        return new Participant(testbed, id, Kind.STOCK, installation.stockWithMqtt(), settings);
    }

    private Map<String, String> common(Testbed testbed) {
        return Map.of(
                "edc.participant.id",
                id,
                "edc.mqtt.data.dir",
                data().toString(),
                "web.http.port",
                Integer.toString(testbed.ports().next()),
                "web.http.management.port",
                Integer.toString(managementPort),
                "web.http.protocol.port",
                Integer.toString(protocolPort),
                "web.http.control.port",
                Integer.toString(testbed.ports().next()));
    }

    private Map<String, String> whatOursHasByDefault() {
        return Map.of(
                "edc.hostname",
                "localhost",
                "edc.dsp.callback.address",
                protocol().toString(),
                "edc.transfer.proxy.token.signer.privatekey.alias",
                "unused",
                "edc.transfer.proxy.token.verifier.publickey.alias",
                "unused",
                "web.http.path",
                "/api",
                "web.http.management.path",
                "/api/management",
                "web.http.protocol.path",
                "/api/protocol",
                "web.http.control.path",
                "/api/control");
    }

    private ProcessBuilder builder(String classPath, Path config, Path log) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM);
        if (kind == Kind.STOCK) {
            line.add("-Dedc.fs.config=" + config);
        }
        line.addAll(List.of("-cp", classPath));
        ProcessBuilder builder = new ProcessBuilder(line);
        if (kind == Kind.OWN) {
            line.addAll(
                    List.of(Main.class.getName(), "connector", "--config", config.toString(), "--until-stdin-ends"));
            builder.redirectError(log.toFile());
        } else {
            line.add(STOCK_MAIN);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
        }
        builder.environment().clear();
        return builder;
    }

    /**
     * Waits until the connector serves: ours says so, EDC's is asked.
     *
     * @throws FailedException when it ends or takes too long, with its last words
     */
    public void awaitReady() throws InterruptedException {
        boolean ready = kind == Kind.OWN ? saysReady() : serves();
        if (!ready) {
            List<String> log = process.log();
            throw new FailedException("the connector of " + id + " is not ready: "
                    + (log.isEmpty() ? "it said nothing" : log.get(log.size() - 1)));
        }
    }

    private boolean saysReady() throws InterruptedException {
        try {
            return "ready"
                    .equals(CompletableFuture.supplyAsync(process::readLine).get(BOOT.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** EDC says that it is ready a moment before anything is served. */
    private boolean serves() throws InterruptedException {
        HttpProbe management = new HttpProbe(managementUrl() + "/v3/assets/");
        HttpProbe dsp = new HttpProbe(protocol() + "/2025-1/negotiations/");
        long end = System.nanoTime() + BOOT.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            if (management.succeeds() && dsp.succeeds()) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** What it is called, also in the names of files. */
    public String id() {
        return id;
    }

    /** Who it is for others. */
    public String participantId() {
        return participantId;
    }

    /** Whether a client can wait for its processes by long-poll. */
    public boolean hasLongPoll() {
        return kind == Kind.OWN;
    }

    /** Its Management API, as the product's client uses it. */
    public Connector connector(HttpClient http) {
        return new Connector(managementUrl(), Optional.empty(), http);
    }

    /** The URL of its Management API. */
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort + "/api/management");
    }

    /** Its DSP URL, without the protocol version. */
    public URI protocol() {
        return URI.create("http://localhost:" + protocolPort + "/api/protocol");
    }

    /** Its data directory. */
    public Path data() {
        return directory.resolve("data");
    }

    /** Processor time so far, in steps of 10 ms. */
    public Duration cpu() {
        return process.cpu();
    }

    /** The lines of its log. */
    public List<String> log() {
        return process.log();
    }

    /** Ends the process on the spot, before the testbed would. */
    public void kill() {
        process.kill();
    }
}
