package dev.mqttdsp.pacing.runtime;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** An EDC runtime in a process of its own: two in one JVM would share its system properties. */
final class Connector implements AutoCloseable {
    static final String VOCABULARY = "\"@context\": {\"@vocab\": \"https://w3id.org/edc/v0.0.1/ns/\"}";
    static final String PROTOCOL = "dataspace-protocol-http:2025-1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Below the ports that the kernel gives to outgoing connections, and in no other module's tests. */
    private static final int FIRST_PORT = 22_000;

    private static final int LAST_PORT = 32_000;
    private static final Set<Integer> GIVEN_PORTS = new HashSet<>();

    final String participant;
    final boolean paced;
    private final String management;
    private final String protocol;
    private final List<String> command = new ArrayList<>();
    private final Path log;
    private Process process;

    /** What a connector is made of: EDC alone, with pacing, with pacing and an extension that decorates EDC's services. */
    enum Kind {
        STOCK,
        PACED,
        PACED_AND_DECORATED
    }

    private Connector(Path directory, String participant, Kind kind, Map<String, String> settings) throws IOException {
        this.participant = participant;
        paced = kind != Kind.STOCK;
        int port = freePorts(4);
        management = "http://127.0.0.1:" + (port + 1) + "/api/management";
        protocol = "http://127.0.0.1:" + (port + 2) + "/api/protocol";
        Properties all = new Properties();
        all.put("edc.dsp.callback.address", protocol);
        all.putAll(settings);
        all.put("edc.participant.id", participant);
        all.put("edc.hostname", "127.0.0.1");
        all.put("web.http.port", String.valueOf(port));
        all.put("web.http.path", "/api");
        all.put("web.http.management.port", String.valueOf(port + 1));
        all.put("web.http.management.path", "/api/management");
        all.put("web.http.protocol.port", String.valueOf(port + 2));
        all.put("web.http.protocol.path", "/api/protocol");
        all.put("web.http.control.port", String.valueOf(port + 3));
        all.put("web.http.control.path", "/api/control");
        Path file = directory.resolve(participant + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
        log = directory.resolve(participant + ".log");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dedc.fs.config=" + file));
        command.addAll(List.of("-cp", classPath(kind), "org.eclipse.edc.boot.system.runtime.BaseRuntime"));
    }

    static Connector boot(Path directory, String participant, Kind kind, Map<String, String> settings)
            throws IOException {
        Connector connector = new Connector(directory, participant, kind, settings);
        connector.start();
        return connector;
    }

    /** Returns while it is still booting. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("EDC_") || name.startsWith("WEB_"));
        process = builder.start();
    }

    Connector awaitReady() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                // Another path each time: Jetty remembers what it found behind one, also when that was nothing yet.
                if (get("/v3/assets/" + UUID.randomUUID()).body().startsWith("[")) {
                    return this;
                }
            } catch (CompletionException e) {
                // Not listening yet.
            }
            Thread.sleep(100);
        }
        close(); // nobody has it yet who would do that
        throw new AssertionError(participant + " did not start:\n" + Files.readString(log));
    }

    private static String classPath(Kind kind) {
        List<String> entries = new ArrayList<>(
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
        if (kind == Kind.STOCK) {
            boolean removed = entries.removeIf(entry ->
                    entry.endsWith(Path.of("pacing", "target", "classes").toString()));
            if (!removed) {
                throw new AssertionError("a stock connector would be paced: " + entries);
            }
        } else if (kind == Kind.PACED_AND_DECORATED) {
            entries.stream()
                    .filter(entry -> entry.endsWith("test-classes"))
                    .findFirst()
                    .ifPresent(tests -> entries.add(Path.of(tests, "decorated").toString()));
        }
        return String.join(File.pathSeparator, entries);
    }

    /** The first of some neighbouring ports, given once: a connector that is booting does not listen yet. */
    private static synchronized int freePorts(int number) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT - number);
            if (areFree(first, number)) {
                IntStream.range(first, first + number).forEach(GIVEN_PORTS::add);
                return first;
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean areFree(int first, int number) {
        for (int port = first; port < first + number; port++) {
            if (GIVEN_PORTS.contains(port)) {
                return false;
            }
            try (ServerSocket socket = new ServerSocket(port)) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Where other connectors reach it. */
    String dsp() {
        return protocol + "/2025-1";
    }

    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How busy it has been since then, 1 for a whole core. */
    double shareOfACore(Duration cpuThen, long nanoTimeThen) {
        return cpu().minus(cpuThen).toNanos() / (double) (System.nanoTime() - nanoTimeThen);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(management + path)).GET());
    }

    /** The body of the answer to a POST, which has to be one of success. */
    JsonStructure post(String path, String body) {
        return json(send(path, body));
    }

    HttpResponse<String> send(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(management + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** The answer to a message that somebody else sends by DSP, with a token of EDC's identity for tests. */
    HttpResponse<String> dsp(String path, String sender, String message) {
        return send(HttpRequest.newBuilder(URI.create(dsp() + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "{\"region\": \"eu\", \"clientId\": \"%s\", \"audience\": \"%s\"}"
                                .formatted(sender, participant))
                .POST(BodyPublishers.ofString(message)));
    }

    List<JsonObject> all(String path) {
        return post(path + "/request", "{%s, \"limit\": 10000}".formatted(VOCABULARY)).asJsonArray().stream()
                .map(entry -> entry.asJsonObject())
                .toList();
    }

    static JsonStructure json(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.createReader(new StringReader(response.body())).read();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.timeout(Duration.ofSeconds(70)).build(), BodyHandlers.ofString())
                .join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as an operator does, which has to take less than half a minute. */
    void stop() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Ends it without giving it time to do anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
        kill();
    }
}
