package dev.mqttdsp.app.process;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.Main;
import dev.mqttdsp.client.Connector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connector in a process of its own, with a clean environment; it ends with this process, however that ends. */
public final class ConnectorProcess implements AutoCloseable {
    private static final long BOOT_SECONDS = 60;
    private static final long STOP_SECONDS = 10;

    private final String name;
    private final String participant;
    private final Path directory;
    private final Process process;
    private final int managementPort;
    private final int protocolPort;
    private final String scheme;

    private ConnectorProcess(
            String name, Properties config, Path directory, Process process, int managementPort, int protocolPort) {
        this.name = name;
        this.participant = config.getProperty("edc.participant.id");
        this.scheme = config.containsKey("edc.mqtt.protocol.certificate") ? "https" : "http";
        this.directory = directory;
        this.process = process;
        this.managementPort = managementPort;
        this.protocolPort = protocolPort;
    }

    /**
     * Starts the process without waiting for it.
     *
     * @param name what it is called, which is its participant id unless the settings have one
     * @param directory where its configuration, its data and its log are
     * @param settings beside ports
     */
    public static ConnectorProcess launch(String name, Path directory, FreePorts ports, Map<String, String> settings)
            throws IOException {
        return launch(name, directory, System.getProperty("java.class.path"), ports, settings);
    }

    /**
     * Starts the process from another class path than that of the caller.
     *
     * @param classPath as Java's {@code -cp} takes it
     */
    public static ConnectorProcess launch(
            String name, Path directory, String classPath, FreePorts ports, Map<String, String> settings)
            throws IOException {
        return launch(name, directory, classPath, ports, settings, ClassArchive.options(classPath));
    }

    static ConnectorProcess launch(
            String name,
            Path directory,
            String classPath,
            FreePorts ports,
            Map<String, String> settings,
            List<String> options)
            throws IOException {
        Files.createDirectories(directory);
        int management = ports.next();
        int protocol = ports.next();
        Properties config = new Properties();
        config.setProperty("edc.participant.id", name);
        config.setProperty("edc.mqtt.data.dir", directory.resolve("data").toString());
        config.setProperty("web.http.port", Integer.toString(ports.next()));
        config.setProperty("web.http.management.port", Integer.toString(management));
        config.setProperty("web.http.protocol.port", Integer.toString(protocol));
        config.setProperty("web.http.control.port", Integer.toString(ports.next()));
        settings.forEach(config::setProperty);
        Path file = directory.resolve("connector.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            config.store(writer, null);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx160m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of("connector", "--config", file.toString(), "--until-stdin-ends"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(directory.resolve("connector.log").toFile());
        builder.environment().clear();
        return new ConnectorProcess(name, config, directory, builder.start(), management, protocol);
    }

    /**
     * Waits until the connector says that it is ready.
     *
     * @throws FailedException when it ends or takes too long, with its last words
     */
    public void awaitReady() throws InterruptedException {
        CompletableFuture<String> firstLine = CompletableFuture.supplyAsync(this::readLine);
        try {
            if (!"ready".equals(firstLine.get(BOOT_SECONDS, TimeUnit.SECONDS))) {
                throw new FailedException("the connector of the " + name + " did not start: " + lastWords());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new FailedException(
                    "the connector of the " + name + " is not ready after " + BOOT_SECONDS + " s: " + lastWords(), e);
        }
    }

    /** Its participant id. */
    public String participant() {
        return participant;
    }

    /** Its Management API. */
    public Connector management() {
        return new Connector(managementUrl(), Optional.empty(), HttpClient.newHttpClient());
    }

    /** The URL of its Management API. */
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort + "/api/management");
    }

    /** Its DSP URL, without the protocol version. */
    public URI protocol() {
        return URI.create(scheme + "://localhost:" + protocolPort + "/api/protocol");
    }

    /** Its log. */
    public Path log() {
        return directory.resolve("connector.log");
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Its data directory. */
    public Path data() {
        return directory.resolve("data");
    }

    /** Lets the process end in its own time. */
    boolean finish(long seconds) throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** Asks the process to end, without waiting for it. */
    public void stop() {
        process.destroy();
    }

    /** Ends the process in good order, or by force when it takes too long. */
    @Override
    public void close() {
        stop();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        } catch (IOException e) {
            return null; // the process has ended, and its log says why
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }
}
