package dev.mqttdsp.acceptance.kit.idp;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.app.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** mock-oauth2-server in a process of its own, for those behind whom it stands; it believes every client secret. */
final class MockServer implements AutoCloseable {
    private static final String PATH = "/plant";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Command process;
    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private MockServer(Command process, URI base) {
        this.process = process;
        this.base = base;
    }

    static MockServer start(Path directory, FreePorts ports) {
        int port = ports.next();
        Path built = Home.root().resolve("acceptance/mock-idp/target");
        Command process = Command.server(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        built.resolve("classes") + ":" + built.resolve("lib") + "/*",
                        "dev.mqttdsp.mockidp.Main",
                        Integer.toString(port)),
                directory,
                Map.of());
        MockServer server = new MockServer(process, URI.create("http://localhost:" + port + PATH));
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> server.keys().statusCode() == 200);
        } catch (ConditionTimeoutException e) {
            process.close();
            throw new IllegalStateException("mock-oauth2-server does not answer: " + process.err(), e);
        }
        return server;
    }

    HttpResponse<String> keys() throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + "/jwks"))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    /**
     * Passes a request on.
     *
     * @param publicPort that of the server in front, which is part of the issuer's name
     */
    HttpResponse<String> token(TokenCall call, String body, Answer.Token wanted, int publicPort)
            throws IOException, InterruptedException {
        String more = "&test_audience=" + URLEncoder.encode(wanted.audience(), StandardCharsets.UTF_8) + "&test_life="
                + wanted.life().toSeconds();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/token"))
                .timeout(PATIENCE)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Port", Integer.toString(publicPort))
                .method(call.method(), BodyPublishers.ofString(body + more));
        call.contentType().ifPresent(type -> request.header("Content-Type", type));
        call.authorization().ifPresent(value -> request.header("Authorization", value));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.close();
    }
}
