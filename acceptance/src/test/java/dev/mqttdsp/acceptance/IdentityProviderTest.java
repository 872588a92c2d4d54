package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.idp.Answer;
import dev.mqttdsp.acceptance.kit.idp.IdentityProvider;
import dev.mqttdsp.acceptance.kit.idp.TokenCall;
import dev.mqttdsp.app.Trust;
import dev.mqttdsp.app.process.FreePorts;
import dev.mqttdsp.app.process.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** That the identity provider of other tests does what they rely on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityProviderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Scratch scratch;
    private IdentityProvider provider;
    private HttpClient http;

    @BeforeAll
    void start() throws Exception {
        scratch = Scratch.create();
        provider = IdentityProvider.start(scratch.directory("idp"), new FreePorts());
    }

    @AfterAll
    void stop() throws IOException {
        provider.close();
        scratch.close();
    }

    @BeforeEach
    void behave() {
        provider.answer(Answer.NORMAL);
        http = HttpClient.newBuilder()
                .sslContext(Trust.of(provider.ca()).sslContext())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Test
    void aTokenIsAJwtForTheAudienceAndLifeAskedForAndVerifiesAgainstTheServersKeys() throws Exception {
        provider.answer(new Answer.Token("plant-broker", Duration.ofSeconds(90)));

        JsonNode answer = json(request());

        SignedJWT token = SignedJWT.parse(answer.path("access_token").asText());
        JWKSet keys = JWKSet.parse(get(provider.jwksUrl()));
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("plant-broker");
        assertThat(claims.getIssuer()).isEqualTo(provider.issuer());
        assertThat(claims.getSubject()).isEqualTo("dataspace-user");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(90));
        assertThat(answer.path("expires_in").isInt()).isTrue();
        assertThat(answer.path("expires_in").asInt()).isBetween(60, 90);
    }

    @Test
    void everyRequestIsKeptWithItsParametersAndItsAuthorization() throws Exception {
        int before = provider.calls().size();

        request();
        send(HttpRequest.newBuilder(provider.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic aWQ6c2VjcmV0")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=a%20b")));

        assertThat(provider.calls().subList(before, before + 2))
                .satisfiesExactly(
                        form -> {
                            assertThat(form.authorization()).isEmpty();
                            assertThat(form.form())
                                    .isEqualTo(Map.of(
                                            "grant_type",
                                            "client_credentials",
                                            "client_id",
                                            "dataspace-user",
                                            "client_secret",
                                            "not so secret"));
                        },
                        basic -> {
                            assertThat(basic.authorization()).isEqualTo(Optional.of("Basic aWQ6c2VjcmV0"));
                            assertThat(basic.contentType()).isEqualTo(Optional.of("application/x-www-form-urlencoded"));
                            assertThat(basic.form())
                                    .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "a b"));
                        });
    }

    @Test
    void aTokenIsAnotherOneEachTimeUnlessItIsToBeRepeated() throws Exception {
        assertThat(json(request()).path("access_token"))
                .isNotEqualTo(json(request()).path("access_token"));

        provider.answer(new Answer.Repeated(Answer.NORMAL));

        assertThat(json(request()).path("access_token"))
                .isEqualTo(json(request()).path("access_token"));
    }

    @Test
    void theFieldsOfTheAnswerCanBeMissingOrOfAnotherType() throws Exception {
        provider.answer(Answer.withoutExpiresIn());
        JsonNode withoutExpiresIn = json(request());
        provider.answer(Answer.expiresInAsText());
        JsonNode expiresInAsText = json(request());
        provider.answer(Answer.withoutAccessToken());
        JsonNode withoutToken = json(request());

        assertThat(withoutExpiresIn.has("access_token")).isTrue();
        assertThat(withoutExpiresIn.has("expires_in")).isFalse();
        assertThat(expiresInAsText.path("expires_in").isTextual()).isTrue();
        assertThat(expiresInAsText.path("expires_in").asText()).matches("\\d+");
        assertThat(withoutToken.has("access_token")).isFalse();
        assertThat(withoutToken.has("expires_in")).isTrue();
    }

    @Test
    void theAnswerCanBeAnErrorOrNoAnswerOfATokenEndpointAtAll() throws Exception {
        provider.answer(Answer.unauthorized());
        HttpResponse<String> unauthorized = request();
        provider.answer(Answer.broken());
        HttpResponse<String> broken = request();
        provider.answer(Answer.notJson());
        HttpResponse<String> notJson = request();
        provider.answer(Answer.html());
        HttpResponse<String> html = request();

        assertThat(unauthorized.statusCode()).isEqualTo(401);
        assertThat(json(unauthorized).path("error").asText()).isEqualTo("invalid_client");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(notJson.statusCode()).isEqualTo(200);
        assertThat(notJson.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThatThrownBy(() -> json(notJson)).isInstanceOf(IOException.class);
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(html.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void aClientThatFollowsARedirectIsSeenAndGetsAToken() throws Exception {
        provider.answer(new Answer.Redirect(307));
        int before = provider.calls().size();

        HttpResponse<String> redirect = request();
        http = HttpClient.newBuilder()
                .sslContext(Trust.of(provider.ca()).sslContext())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<String> followed = request();

        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("Location")).hasValue(IdentityProvider.ELSEWHERE);
        assertThat(json(followed).has("access_token")).isTrue();
        assertThat(provider.calls().subList(before, before + 3))
                .extracting(TokenCall::target)
                .containsExactly("/plant/token", "/plant/token", IdentityProvider.ELSEWHERE);
    }

    @Test
    void anAnswerCanBeHugeAndIsWrittenAsFarAsItIsRead() throws Exception {
        long size = 300_000_000;
        provider.answer(new Answer.Huge(size));

        HttpResponse<InputStream> response =
                http.send(tokenRequest().timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.skip(5_000_000)).isEqualTo(5_000_000);
            assertThat(body.readNBytes(10)).containsOnly('x');
        }

        provider.answer(new Answer.Huge(1_000));
        assertThat(json(request()).path("access_token").asText()).hasSize(1_000);
    }

    @Test
    void anAnswerCanComeLateOrNotAtAll() throws Exception {
        provider.answer(new Answer.Delayed(Duration.ofMillis(600), Answer.NORMAL));
        assertThatThrownBy(() -> requestWithin(Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);
        assertThat(json(request()).has("access_token")).isTrue();

        provider.answer(new Answer.Hanging());
        assertThatThrownBy(() -> requestWithin(Duration.ofMillis(900))).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void thoseThatHangAreLetGoWithoutAnAnswerWhenTheServerBehavesAgain() {
        int before = provider.calls().size();
        provider.answer(new Answer.Hanging());
        var hanging = http.sendAsync(tokenRequest().timeout(PATIENCE).build(), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> provider.calls().size() > before);

        provider.answer(Answer.NORMAL);

        assertThat(hanging)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void itGoesDownAndComesUpOnTheSamePort() throws Exception {
        provider.down();
        assertThatThrownBy(this::request).isInstanceOf(ConnectException.class);

        provider.up();

        assertThat(json(request()).has("access_token")).isTrue();
    }

    private HttpResponse<String> request() throws Exception {
        return send(tokenRequest());
    }

    private HttpResponse<String> requestWithin(Duration limit) throws Exception {
        return http.send(tokenRequest().timeout(limit).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder tokenRequest() {
        return HttpRequest.newBuilder(provider.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=dataspace-user&client_secret=not+so+secret"));
    }

    private String get(URI url) throws Exception {
        return send(HttpRequest.newBuilder(url)).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
