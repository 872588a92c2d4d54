package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.ConnectorException.Code;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A connector's Management API, for what the product's client does not ask: ids of negotiations, and both sides' all. */
final class Management {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http;

    Management(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** Empty when the answer has no body: a long-poll that came to its end. */
    Optional<JsonNode> get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, JsonNode body) {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())))
                .orElseThrow(() -> new ConnectorException(Code.UNINTELLIGIBLE, base + path + " answered nothing"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
    }

    private Optional<JsonNode> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new ConnectorException(
                        Code.REFUSED, request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body().isBlank() ? Optional.empty() : Optional.of(JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new ConnectorException(Code.UNINTELLIGIBLE, request.uri() + " did not answer with JSON", e);
        } catch (IOException e) {
            throw new ConnectorException(Code.UNREACHABLE, "no answer from " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Code.TIMEOUT, "interrupted while waiting for " + request.uri(), e);
        }
    }
}
