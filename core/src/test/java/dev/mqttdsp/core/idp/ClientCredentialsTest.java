package dev.mqttdsp.core.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking an identity provider, over HTTP on loopback. */
class ClientCredentialsTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private volatile Answering answering = exchange -> answer(exchange, 500, "");

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            try (exchange) {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + form);
                answering.answer(exchange);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    private void gives(String body) {
        answering = exchange -> answer(exchange, 200, body);
    }

    @Test
    void itShowsItsSecretAsHttpBasicAndAsksForScopeAndAudience() throws Exception {
        gives("{\"access_token\":\"" + jwt("{\"exp\":4000000000,\"aud\":[\"mqtt\",\"x\"]}") + "\",\"expires_in\":60}");

        IssuedAt issued = issued(Optional.of("a b"), Optional.of("mqtt"));

        assertThat(issued.life()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(80));
        String basic = Base64.getEncoder().encodeToString("cli%3Aent:s%26cret".getBytes(StandardCharsets.UTF_8));
        assertThat(requests)
                .containsExactly("Basic " + basic + " grant_type=client_credentials&scope=a+b&audience=mqtt");
    }

    @ParameterizedTest
    @CsvSource({"401, ''", "400, invalid_client"})
    void whereBasicIsRefusedItShowsItInTheForm(int status, String error) throws Exception {
        answering = exchange -> {
            if (requests.size() == 1) {
                answer(exchange, status, "{\"error\":\"" + error + "\"}");
            } else {
                answer(exchange, 200, "{\"access_token\":\"opaque\",\"expires_in\":60}");
            }
        };

        issued(Optional.empty(), Optional.empty());

        assertThat(requests.get(1))
                .isEqualTo("null grant_type=client_credentials&client_id=cli%3Aent&client_secret=s%26cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":null", ",\"expires_in\":\"soon\"", ",\"expires_in\":4000000000"})
    void withoutAUsableLifeTheTokenSaysItItself(String life) throws Exception {
        long exp = Instant.now().getEpochSecond() + 100;
        gives("{\"access_token\":\"" + jwt("{\"exp\":" + exp + "}") + "\"" + life + "}");

        assertThat(issued(Optional.empty(), Optional.empty()).until()).isEqualTo(Instant.ofEpochSecond(exp));
    }

    @Test
    void aLifeAsTextCounts() throws Exception {
        gives("{\"access_token\":\"opaque\",\"expires_in\":\"60\"}");

        assertThat(issued(Optional.empty(), Optional.empty()).life())
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(80));
    }

    @Test
    void theEarlierEndCountsWhereBothAreSaid() throws Exception {
        long exp = Instant.now().getEpochSecond() + 30;
        gives("{\"access_token\":\"" + jwt("{\"exp\":" + exp + "}") + "\",\"expires_in\":300}");

        assertThat(issued(Optional.empty(), Optional.empty()).until()).isEqualTo(Instant.ofEpochSecond(exp));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"invalid_client\"} | IDP_REFUSED",
                "400 | {\"error\":\"invalid_scope\"} | IDP_REFUSED",
                "403 | <html> | IDP_REFUSED",
                "500 | {\"error\":\"server_error\"} | IDP_BAD_ANSWER",
                "302 | {} | IDP_BAD_ANSWER",
                "200 | <html> | IDP_BAD_ANSWER",
                "200 | {} | IDP_BAD_ANSWER",
                "200 | {\"access_token\":\"opaque\"} | IDP_BAD_ANSWER",
                "200 | {\"access_token\":\"opaque\",\"expires_in\":0} | IDP_BAD_ANSWER",
                "200 | {\"access_token\":\"opaque\",\"expires_in\":-1} | IDP_BAD_ANSWER"
            })
    void whatIsNoTokenHasAStableCode(int status, String body, IdpFailure failure) throws Exception {
        answering = exchange -> answer(exchange, status, body);

        IdpAnswer answer = token(Optional.empty(), Optional.empty());

        assertThat(answer).isInstanceOfSatisfying(IdpAnswer.Failed.class, failed -> assertThat(failed.failure())
                .isEqualTo(failure));
        assertThat(answer.toString()).doesNotContain("s&cret").doesNotContain("s%26cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exp\":4000000000}", "{\"exp\":4000000000,\"aud\":\"other\"}"})
    void aTokenForAnotherAudienceIsNotHandedOut(String claims) throws Exception {
        gives("{\"access_token\":\"" + jwt(claims) + "\",\"expires_in\":60}");

        assertThat(failure(Optional.of("mqtt"))).isEqualTo(IdpFailure.TOKEN_AUDIENCE);
    }

    @Test
    void anOpaqueTokenIsForNoAudience() throws Exception {
        gives("{\"access_token\":\"opaque\",\"expires_in\":60}");

        assertThat(failure(Optional.of("mqtt"))).isEqualTo(IdpFailure.TOKEN_AUDIENCE);
    }

    @Test
    void whoSaysNothingIsGivenUp() throws Exception {
        answering = exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertThat(failure(Optional.empty())).isEqualTo(IdpFailure.IDP_TIMEOUT);
    }

    @Test
    void whoIsNotThereIsUnreachable() throws Exception {
        server.stop(0);

        assertThat(failure(Optional.empty())).isEqualTo(IdpFailure.IDP_UNREACHABLE);
        assertThat(token(URI.create("https://no-such-host.invalid/token")))
                .isInstanceOfSatisfying(IdpAnswer.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(IdpFailure.IDP_UNREACHABLE));
    }

    @Test
    void whereNobodyMayGoNobodyGoes() throws Exception {
        assertThat(token(URI.create("https://169.254.169.254/token")))
                .isInstanceOfSatisfying(IdpAnswer.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(IdpFailure.TOKEN_URL_REFUSED));
    }

    private record IssuedAt(Instant asked, Instant until) {
        Duration life() {
            return Duration.between(asked, until);
        }
    }

    private IssuedAt issued(Optional<String> scope, Optional<String> audience) throws Exception {
        Instant before = Instant.now();
        IdpAnswer answer = token(scope, audience);
        assertThat(answer).isInstanceOf(IdpAnswer.Issued.class);
        assertThat(answer.toString())
                .doesNotContain(((IdpAnswer.Issued) answer).token().value());
        return new IssuedAt(before, ((IdpAnswer.Issued) answer).token().expiresAt());
    }

    private IdpFailure failure(Optional<String> audience) throws Exception {
        return ((IdpAnswer.Failed) token(Optional.empty(), audience)).failure();
    }

    private IdpAnswer token(Optional<String> scope, Optional<String> audience) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
        return token(new CredentialSource.IssuedToken(url, "cli:ent", "alias", scope, audience));
    }

    private IdpAnswer token(URI url) throws Exception {
        return token(new CredentialSource.IssuedToken(url, "cli:ent", "alias", Optional.empty(), Optional.empty()));
    }

    private IdpAnswer token(CredentialSource.IssuedToken source) throws Exception {
        GuardedHttp post = new GuardedHttp(
                new UrlGuard(new UrlGuard.Rules(true, true, Set.of(), Set.of())),
                new TrustedAuthorities(Optional.empty(), warning -> {}),
                Duration.ofSeconds(2),
                executor);
        return new ClientCredentials(post, Clock.systemUTC())
                .token(source, "s&cret")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
