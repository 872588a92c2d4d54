package dev.mqttdsp.acceptance.kit;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An EDC 0.15.1 runtime made of EDC's BOMs, started by EDC's own main class. */
public final class StockRuntime implements AutoCloseable {
    private static final String MAIN = "org.eclipse.edc.boot.system.runtime.BaseRuntime";

    private final Command process;
    private final URI management;
    private final URI protocol;
    private final int protocolPort;

    private StockRuntime(Command process, URI management, URI protocol, int protocolPort) {
        this.process = process;
        this.management = management;
        this.protocol = protocol;
        this.protocolPort = protocolPort;
    }

    /** The BOMs and this project's one artefact, as the example has them. */
    public static StockRuntime withMqtt(String id, Path directory, FreePorts ports, Map<String, String> settings)
            throws IOException {
        return start(id, directory, ports, settings, jar -> true);
    }

    /** The BOMs alone. */
    public static StockRuntime unmodified(String id, Path directory, FreePorts ports, Map<String, String> settings)
            throws IOException {
        return start(
                id,
                directory,
                ports,
                settings,
                jar -> !jar.matches("(core|gateway|edc)-\\d.*-SNAPSHOT\\.jar") && !jar.startsWith("netty-"));
    }

    private static StockRuntime start(
            String id, Path directory, FreePorts ports, Map<String, String> settings, Predicate<String> jars)
            throws IOException {
        Files.createDirectories(directory);
        int management = ports.next();
        int protocol = ports.next();
        Properties config = new Properties();
        config.setProperty("edc.participant.id", id);
        config.setProperty("edc.hostname", "localhost");
        config.setProperty("web.http.port", Integer.toString(ports.next()));
        config.setProperty("web.http.path", "/api");
        config.setProperty("web.http.management.port", Integer.toString(management));
        config.setProperty("web.http.management.path", "/api/management");
        config.setProperty("web.http.protocol.port", Integer.toString(protocol));
        config.setProperty("web.http.protocol.path", "/api/protocol");
        config.setProperty("web.http.control.port", Integer.toString(ports.next()));
        config.setProperty("web.http.control.path", "/api/control");
        config.setProperty("edc.dsp.callback.address", "http://localhost:" + protocol + "/api/protocol");
        config.setProperty("edc.transfer.proxy.token.signer.privatekey.alias", "unused");
        config.setProperty("edc.transfer.proxy.token.verifier.publickey.alias", "unused");
        settings.forEach(config::setProperty);
        Path file = directory.resolve("runtime.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            config.store(writer, null);
        }
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dedc.fs.config=" + file,
                "-cp",
                classPath(jars),
                MAIN));
        Command process = Command.start(line, "").withoutSecrets();
        StockRuntime runtime = new StockRuntime(
                process,
                URI.create("http://localhost:" + management + "/api/management"),
                URI.create("http://localhost:" + protocol + "/api/protocol"),
                protocol);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> serves(runtime.management + "/v3/assets/")
                            && serves(runtime.protocol + "/2025-1/negotiations/"));
        } catch (RuntimeException e) {
            process.close();
            throw new IllegalStateException(id + " does not become ready: " + process.out() + process.err(), e);
        }
        return runtime;
    }

    private static String classPath(Predicate<String> wanted) throws IOException {
        try (Stream<Path> jars = Files.list(Home.root().resolve("examples/stock-provider/target/lib"))) {
            return jars.filter(jar -> wanted.test(jar.getFileName().toString()))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }

    /**
     * EDC is ready by its own word when Jetty listens, a moment before anything is served there. Another path is asked for
     * each time: Jetty remembers what it found behind one, also when that was nothing yet.
     */
    private static boolean serves(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + UUID.randomUUID()))
                .timeout(Duration.ofSeconds(5))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return answer.startsWith("[") || answer.startsWith("{"); // JSON is EDC's, HTML is Jetty's
    }

    /** URL of its Management API. */
    public URI management() {
        return management;
    }

    /** Its DSP URL, without the protocol version. */
    public URI protocol() {
        return protocol;
    }

    /** The port of its DSP endpoint. */
    public int protocolPort() {
        return protocolPort;
    }

    /** What it has printed so far. */
    public String log() {
        return process.out() + process.err();
    }

    @Override
    public void close() {
        process.close();
    }
}
