package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token endpoint as RFC 6749 wants it, over TLS. */
@ExtendWith(NoLeaks.class)
@Isolated("Two hundred TLS handshakes have to be over in the ten seconds in which an answer is repeated.")
class TokenEndpointTest {
    private static final Broker BROKER = Broker.at(URI.create("mqtt://127.0.0.1:1"));
    private static final String FORM = "application/x-www-form-urlencoded";

    private static Provider provider;
    private static HttpClient client;

    private final String flowId = UUID.randomUUID().toString();
    private String refreshToken;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
        client = HttpClient.newBuilder().sslContext(provider.trust()).build();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void openGrant() {
        provider.subscriber(flowId, BROKER, "a");
        refreshToken = provider.refreshToken(flowId);
    }

    @Test
    void aRefreshTokenIsExchanged() throws Exception {
        HttpResponse<String> response = form("grant_type=refresh_token&refresh_token=" + refreshToken);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        Map<String, Object> answer = json(response);
        assertThat(answer).containsEntry("token_type", "Bearer").containsEntry("expires_in", 300L);
        assertThat(answer).containsEntry("expires", 300L);
        assertThat((String) answer.get("refresh_token")).isNotEqualTo(refreshToken);
        assertThat(provider.grants
                        .admit(new Login("", (String) answer.get("access_token")))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void theRequestOfAnUnmodifiedTractusXConsumerIsUnderstood() throws Exception {
        String parameters = "grant_type=refresh_token&refresh_token=" + refreshToken;

        HttpResponse<String> response = send(HttpRequest.newBuilder(endpoint("?" + parameters))
                .header("Content-Type", FORM)
                .header("Authorization", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl")
                .POST(BodyPublishers.ofString(parameters)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).containsKeys("access_token", "refresh_token", "expires_in", "expires");
    }

    @Test
    void parametersInTheQueryAloneAreUnderstood() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(endpoint("?grant_type=refresh_token&refresh_token=" + refreshToken))
                        .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=refresh_token, invalid_request",
        "refresh_token=x, invalid_request",
        "'', invalid_request",
        "grant_type=refresh_token&refresh_token=, invalid_request",
        "grant_type=refresh_token&refresh_token=a&refresh_token=b, invalid_request",
        "grant_type=refresh_token&refresh_token=%zz, invalid_request",
        "grant_type=client_credentials&refresh_token=x, unsupported_grant_type",
        "grant_type=refresh_token&refresh_token=x, invalid_grant"
    })
    void badRequestsAreAnsweredAsTheRfcSays(String form, String error) throws Exception {
        HttpResponse<String> response = form(form);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", error);
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void aReusedTokenIsRefusedAndSaysWhyByACode() throws Exception {
        String second = (String) json(form("grant_type=refresh_token&refresh_token=" + refreshToken))
                .get("refresh_token");
        form("grant_type=refresh_token&refresh_token=" + second);

        HttpResponse<String> response = form("grant_type=refresh_token&refresh_token=" + refreshToken);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", "invalid_grant").containsEntry("error_description", "REUSED");
    }

    @Test
    void aFloodOfRepeatedRequestsIsAskedToComeAgain() throws Exception {
        for (int i = 0; i <= 300; i++) {
            provider.refresh(refreshToken);
        }

        HttpResponse<String> response = form("grant_type=refresh_token&refresh_token=" + refreshToken);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        assertThat(json(response)).containsEntry("error", "temporarily_unavailable");
    }

    @Test
    void onlyPostIsAllowed() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(endpoint("")).GET());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void manyAtOnceGetOneRefreshToken() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(endpoint(""))
                            .header("Content-Type", FORM)
                            .POST(BodyPublishers.ofString("grant_type=refresh_token&refresh_token=" + refreshToken))
                            .build(),
                    BodyHandlers.ofString()));
        }
        List<Object> tokens = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            tokens.add(json(answer.get()).get("refresh_token"));
        }

        assertThat(tokens).hasSize(200).doesNotContainNull().containsOnly(tokens.get(0));
    }

    private HttpResponse<String> form(String parameters) throws Exception {
        return send(HttpRequest.newBuilder(endpoint(""))
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(parameters)));
    }

    private static URI endpoint(String query) {
        return URI.create("https://localhost:" + provider.gateway.webPort() + "/token" + query);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, Object> json(HttpResponse<String> response) throws ParseException {
        return JSONObjectUtils.parse(response.body());
    }
}
