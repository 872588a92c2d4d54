package dev.mqttdsp.idp.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keycloak's token endpoints and its API for administrators. */
record KeycloakApi(HttpClient http, URI base) {
    static final String ADMINISTRATOR = "tests";
    static final String ADMINISTRATORS_SECRET = "only-these-tests-4711";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    JsonNode clientCredentials(URI tokenUrl, String client, String secret) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + encode(client) + "&client_secret=" + encode(secret);
        return JSON.readTree(send(HttpRequest.newBuilder(tokenUrl)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
    }

    String get(URI url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url));
    }

    JsonNode administer(String method, String path, Object body) throws IOException, InterruptedException {
        String answer = send(administrators(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
        return JSON.readTree(answer);
    }

    /** A key that comes before those that are there. */
    void addKey(String realm) throws IOException, InterruptedException {
        String path = "/admin/realms/" + realm;
        String realmId = JSON.readTree(send(administrators(path))).path("id").asText();
        long priority = 1_000 + System.currentTimeMillis() % 1_000_000_000L;
        administer(
                "POST",
                path + "/components",
                Map.of(
                        "name",
                        "rotated-" + priority,
                        "parentId",
                        realmId,
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "providerId",
                        "rsa-generated",
                        "config",
                        Map.of(
                                "priority", List.of(Long.toString(priority)),
                                "algorithm", List.of("RS256"),
                                "keySize", List.of("2048"))));
    }

    private HttpRequest.Builder administrators(String path) throws IOException, InterruptedException {
        URI tokenUrl = base.resolve("/realms/master/protocol/openid-connect/token");
        String token = clientCredentials(tokenUrl, ADMINISTRATOR, ADMINISTRATORS_SECRET)
                .path("access_token")
                .asText();
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
