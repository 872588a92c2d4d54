package dev.mqttdsp.acceptance.kit;

import dev.mqttdsp.app.process.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own; it ends with this process, however that ends. */
public final class ApartGateway implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final int webPort;
    private final int tlsPort;
    private final int metricsPort;

    private ApartGateway(Process process, Path log, int webPort, int tlsPort, int metricsPort) {
        this.metricsPort = metricsPort;
        this.process = process;
        this.log = log;
        this.webPort = webPort;
        this.tlsPort = tlsPort;
    }

    /**
     * Starts it, and does not wait for it.
     *
     * @param directory where its configuration, its data and its log are
     * @param settings beside ports and data directory
     */
    public static ApartGateway launch(Path directory, FreePorts ports, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(directory);
        int web = ports.next();
        int tls = ports.next();
        int metrics = ports.next();
        Properties config = new Properties();
        config.setProperty("edc.mqtt.data.dir", directory.resolve("data").toString());
        config.setProperty("edc.mqtt.public.port", Integer.toString(web));
        config.setProperty("edc.mqtt.public.tls.port", Integer.toString(tls));
        config.setProperty("edc.mqtt.metrics.port", Integer.toString(metrics));
        settings.forEach(config::setProperty);
        Path file = directory.resolve("gateway.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            config.store(writer, null);
        }
        Path log = directory.resolve("gateway.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Home.jar().toString(),
                        "gateway",
                        "--config",
                        file.toString(),
                        "--until-stdin-ends"))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        return new ApartGateway(builder.start(), log, web, tls, metrics);
    }

    /** Waits until its ports are open. */
    public ApartGateway awaitReady() throws Exception {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
        if (!"ready".equals(line.get(PATIENCE_SECONDS, TimeUnit.SECONDS))) {
            throw new IOException("the gateway does not start: " + log());
        }
        return this;
    }

    private String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        } catch (IOException e) {
            return null; // it has ended, and its log says why
        }
    }

    /** What it has logged so far, its runs of before included. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Its port for WSS, token and keys. */
    public int webPort() {
        return webPort;
    }

    /** Its port for MQTT over TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** What its metrics port answers, status and text. */
    public String watched(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** Kills it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends it in good order, or by force when it takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
