package dev.mqttdsp.acceptance.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.process.ConnectorProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The Management API without any comfort, for what no client of this project would send. */
public final class Management {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    private Management(URI base) {
        this.base = base;
    }

    /** That connector's. */
    public static Management of(ConnectorProcess connector) {
        return new Management(connector.managementUrl());
    }

    /** The one at that URL. */
    public static Management at(URI base) {
        return new Management(base);
    }

    /** Whatever the answer is. */
    public HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                SeenSecrets.answered(request.uri().toString(), response.body());
            }
            return response;
        } catch (IOException e) {
            throw new AssertionError("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The answer to a GET that succeeds. */
    public JsonNode get(String path) {
        JsonNode answer = successful(send("GET", path, ""));
        if (path.contains("/edrs/")) {
            SeenSecrets.addOf(answer);
        }
        return answer;
    }

    /** The answer to a POST that succeeds. */
    public JsonNode post(String path, String body) {
        return successful(send("POST", path, body));
    }

    /** Puts an asset that is there on offer, under a policy without constraints. */
    public void offerToEverybody(String asset) {
        offer(asset, "{\"@context\": \"http://www.w3.org/ns/odrl.jsonld\", \"@type\": \"Set\"}");
    }

    /**
     * The same, in force no longer than that.
     *
     * @param end as EDC's {@code inForceDate} has it: an instant, or a time after the signature
     */
    public void offerUntil(String asset, String end) {
        offer(asset, """
                {"@context": "http://www.w3.org/ns/odrl.jsonld", "@type": "Set",
                 "permission": [{"action": "use",
                                 "constraint": [{"leftOperand": "https://w3id.org/edc/v0.0.1/ns/inForceDate",
                                                 "operator": "lteq", "rightOperand": "%s"}]}]}""".formatted(end));
    }

    private void offer(String asset, String policy) {
        post("/v3/policydefinitions", """
                {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@id": "%s-policy",
                 "policy": %s}""".formatted(asset, policy));
        post("/v3/contractdefinitions", """
                {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@id": "%1$s-offer",
                 "accessPolicyId": "%1$s-policy", "contractPolicyId": "%1$s-policy",
                 "assetsSelector": [{"operandLeft": "https://w3id.org/edc/v0.0.1/ns/id", "operator": "=",
                                     "operandRight": "%1$s"}]}""".formatted(asset));
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private static JsonNode successful(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.uri() + " did not answer with JSON: " + response.body(), e);
        }
    }
}
