package dev.mqttdsp.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.client.ConnectorException.Code;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** EDC's Management API v3 as JSON in and JSON out. */
final class ManagementApi {
    static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String DEFAULT_PATH = "/api/management";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Optional<String> apiKey;
    private final HttpClient http;
    private final Duration timeout;

    /**
     * @param connector URL of the management API; a bare {@code http://host:port} means EDC's default path there
     * @param apiKey sent as {@code X-Api-Key}
     * @param timeout for one answer
     */
    ManagementApi(URI connector, Optional<String> apiKey, HttpClient http, Duration timeout) {
        String path = connector.getPath() == null ? "" : connector.getPath().replaceAll("/+$", "");
        this.base = connector.resolve(path.isEmpty() ? DEFAULT_PATH : path);
        this.apiKey = apiKey;
        this.http = http;
        this.timeout = timeout;
    }

    /** A JSON-LD object whose bare names are EDC's terms. */
    static ObjectNode object(String type) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("@context").put("@vocab", EDC);
        return node.put("@type", type);
    }

    JsonNode get(String path) {
        return send(path, request(path, timeout).GET().build());
    }

    /** For an answer that the connector may hold back for so long. */
    Optional<JsonNode> await(String path, Duration longest) {
        JsonNode answer = send(path, request(path, longest.plus(timeout)).GET().build());
        return answer.isMissingNode() ? Optional.empty() : Optional.of(answer);
    }

    JsonNode post(String path, JsonNode body) {
        return send(
                path,
                request(path, timeout)
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build());
    }

    void delete(String path) {
        send(path, request(path, timeout).DELETE().build());
    }

    private HttpRequest.Builder request(String path, Duration longest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(longest)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        apiKey.ifPresent(key -> request.header("X-Api-Key", key));
        return request;
    }

    private JsonNode send(String path, HttpRequest request) {
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String why = e instanceof ConnectException ? "connection refused" : String.valueOf(e.getMessage());
            throw new ConnectorException(
                    Code.UNREACHABLE,
                    "no connector answers at " + base + " (" + why
                            + "): is it running, and is --connector its management URL?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Code.TIMEOUT, "interrupted while waiting for " + base, e);
        }
        if (response.statusCode() / 100 != 2) {
            throw failure(path, response);
        }
        return parse(response.body());
    }

    private ConnectorException failure(String path, HttpResponse<String> response) {
        String said = reason(response.body());
        return switch (response.statusCode()) {
            case 401, 403 ->
                new ConnectorException(
                        Code.UNAUTHORIZED,
                        "the connector at " + base + " wants an API key, or another one: --api-key-file");
            case 404 ->
                new ConnectorException(
                        Code.NOT_FOUND,
                        said.isEmpty() ? "the connector at " + base + " knows nothing at " + path : said);
            case 409 -> new ConnectorException(Code.CONFLICT, said);
            case 502 -> new ConnectorException(Code.UNREACHABLE, said);
            default ->
                new ConnectorException(
                        Code.REFUSED,
                        "the connector at " + base + " answered " + response.statusCode()
                                + (said.isEmpty() ? "" : ": " + said));
        };
    }

    /** EDC answers failures with a list of objects that have a {@code message}; a proxy may answer with anything. */
    private static String reason(String body) {
        try {
            JsonNode errors = JSON.readTree(body);
            return StreamSupport.stream(errors.spliterator(), false)
                    .map(error -> error.path("message").asText(""))
                    .filter(message -> !message.isEmpty())
                    .collect(Collectors.joining("; "));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private JsonNode parse(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ConnectorException(
                    Code.UNINTELLIGIBLE, "the answer of " + base + " is no JSON: is --connector a management URL?", e);
        }
    }
}
