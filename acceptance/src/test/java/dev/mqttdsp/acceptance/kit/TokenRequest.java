package dev.mqttdsp.acceptance.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Presents refresh tokens at a provider's token endpoint, without a connector in between. */
public final class TokenRequest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "application/x-www-form-urlencoded";

    private final URI endpoint;
    private final SSLContext trust;
    private final HttpClient http;

    private TokenRequest(URI endpoint, SSLContext trust) {
        this.endpoint = endpoint;
        this.trust = trust;
        this.http = HttpClient.newBuilder().sslContext(trust).build();
    }

    /** At that dataspace's provider. */
    public static TokenRequest at(Dataspace dataspace) {
        return at(dataspace.wssPort(), dataspace.ca());
    }

    /** At the provider whose gateway has that port and that authority. */
    public static TokenRequest at(int webPort, Path ca) {
        return new TokenRequest(
                URI.create("https://localhost:" + webPort + "/token"),
                Trust.of(ca).sslContext());
    }

    /**
     * An answer.
     *
     * @param status HTTP's
     * @param json the body
     */
    public record Answer(int status, JsonNode json) {

        /** The next access token. */
        public String accessToken() {
            return json.path("access_token").asText();
        }

        /** The next refresh token. */
        public String refreshToken() {
            return json.path("refresh_token").asText();
        }

        /** Error and description. */
        public String error() {
            return json.path("error").asText() + ": "
                    + json.path("error_description").asText();
        }
    }

    /** As this project's connector sends it: a form. */
    public Answer send(String refreshToken) throws Exception {
        return sendLater(refreshToken).get();
    }

    /** The same, without waiting for the answer. */
    public CompletableFuture<Answer> sendLater(String refreshToken) {
        return send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(parameters(refreshToken))));
    }

    /** As Tractus-X's connector sends it: parameters in query and form, and a token of its own as the bearer. */
    public Answer sendAsTractusX(String refreshToken, String bearer) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(endpoint + "?" + parameters(refreshToken)))
                        .header("Content-Type", FORM)
                        .header("Authorization", "Bearer " + bearer)
                        .POST(BodyPublishers.ofString(parameters(refreshToken))))
                .get();
    }

    /** Sends it, and hangs up when the answer begins to come. */
    public void sendAndLoseTheAnswer(String refreshToken) throws IOException {
        byte[] form = parameters(refreshToken).getBytes(StandardCharsets.US_ASCII);
        String head = "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\nContent-Length: "
                + form.length + "\r\n\r\n";
        try (SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(form);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            if (in.read() != 'H') {
                throw new IOException("no answer to lose");
            }
        }
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        return http.sendAsync(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString())
                .thenApply(TokenRequest::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            Answer answer = new Answer(response.statusCode(), JSON.readTree(response.body()));
            if (answer.status() == 200) {
                SeenSecrets.add(answer.accessToken());
                SeenSecrets.add(answer.refreshToken());
            } else {
                SeenSecrets.answered("POST /token", response.body());
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    private static String parameters(String refreshToken) {
        SeenSecrets.add(refreshToken);
        return "grant_type=refresh_token&refresh_token=" + refreshToken;
    }
}
