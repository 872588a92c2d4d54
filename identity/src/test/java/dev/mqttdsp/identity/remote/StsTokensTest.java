package dev.mqttdsp.identity.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.token.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StsTokensTest {
    private static final DidWeb OWN = new DidWeb("did:web:own.example");
    private static final String PARTNER = "did:web:partner.example";
    private static final String SECRET = "hush+hush&hush";
    private static final SigningKey KEY = SigningKey.generate();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final OneSecret vault = new OneSecret().is(SECRET);
    private HttpServer server;
    private Duration patience = Duration.ofSeconds(20);
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile boolean silent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/token", exchange -> {
            asked.add(form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            await();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void await() {
        try {
            if (silent) {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aTokenIsAskedForByClientCredentialsWithTheScopeThatThePartnerMayUse() {
        String token = token(Map.of("token", "access"));
        gives(token);

        Result<TokenRepresentation> made = make(Map.of(), "scope:one scope:two");

        assertThat(made.getContent().getToken()).isEqualTo(token);
        assertThat(made.getContent().getExpiresIn()).isEqualTo(300);
        assertThat(asked)
                .containsExactly(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "own-client",
                        "client_secret", SECRET,
                        "audience", PARTNER,
                        "bearer_access_scope", "scope:one scope:two"));
    }

    @Test
    void whatTheTokenHasToHoldIsAskedForToo() {
        gives(token(Map.of("token", "of the partner")));

        assertThat(make(Map.of("token", "of the partner"), null).succeeded()).isTrue();
        assertThat(asked.get(0)).containsEntry("token", "of the partner").doesNotContainKey("bearer_access_scope");
    }

    @Test
    void aClaimThatNoStsKnowsIsNotLeftOutInSilence() {
        assertThat(make(Map.of("role", "admin"), null).getFailureDetail()).contains("[role]");
        assertThat(asked).isEmpty();
    }

    @Test
    void theSecretIsReadEachTime() {
        gives(token(Map.of()));
        make(Map.of(), null);
        vault.is("another secret");
        make(Map.of(), null);

        assertThat(asked).extracting(form -> form.get("client_secret")).containsExactly(SECRET, "another secret");
    }

    @Test
    void aSecretThatHasGoneIsNamedByItsKey() {
        vault.is("");

        refused(StsSettings.SECRET_ALIAS);
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusedClientIsToldWhichKeysMatterAndNoSecretIsRepeated() {
        status = 401;
        answer = JSONObjectUtils.toJSONString(
                Map.of("error", "invalid_client", "error_description", "not " + SECRET + " at all"));

        refused("answers 401 with invalid_client", StsSettings.CLIENT_ID, StsSettings.SECRET_ALIAS);
    }

    @Test
    void whoIsNotThereIsNotWaitedFor() {
        server.stop(0);

        refused("takes no connection");
    }

    @Test
    void whoSaysNothingIsNotWaitedForForLong() {
        silent = true;
        patience = Duration.ofSeconds(1);

        refused("gives no answer in 1 s");
    }

    @Test
    void whatIsNoAnswerIsNamed() {
        answer = "{}";
        refused("gives an answer without access_token");
        answer = "<html>";
        refused("gives an answer that is no JSON object");
        status = 302;
        refused("redirects, which is not followed");
        status = 500;
        refused("answers 500");
    }

    @Test
    void aTokenOfSomebodyElseOrForSomebodyElseIsNotSent() {
        gives(token(Map.of("iss", "did:web:other.example")));
        refused("gives a token of did:web:other.example, and this participant is " + OWN);
        gives(token(Map.of("sub", "did:web:other.example")));
        refused("gives a token of did:web:other.example");
        gives(token(Map.of("aud", "did:web:other.example")));
        refused("did:web:other.example", "not for " + PARTNER);
        gives("opaque");
        refused("gives a token that is no signed JWT");
    }

    @Test
    void aTokenThatDoesNotHoldWhatItShouldIsNotSent() {
        gives(token(Map.of()));
        assertThat(make(Map.of(), "scope").getFailureDetail()).contains("'token'");

        gives(token(Map.of("token", "another")));
        assertThat(make(Map.of("token", "of the partner"), null).getFailureDetail())
                .contains("'token'");
    }

    private void refused(String... said) {
        Result<TokenRepresentation> made = make(Map.of(), null);

        assertThat(made.failed()).isTrue();
        assertThat(made.getFailureDetail()).contains(said).doesNotContain("hush", "localhost");
    }

    private Result<TokenRepresentation> make(Map<String, Object> others, String scope) {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/token");
        GuardedHttp http = new GuardedHttp(
                new UrlGuard(StsSettings.RULES),
                new TrustedAuthorities(Optional.empty(), warning -> {}),
                patience,
                threads);
        Map<String, Object> claims = new HashMap<>(others);
        claims.putAll(Map.of("iss", OWN.id(), "sub", OWN.id(), "aud", PARTNER, "iat", 0L, "exp", 0L));
        return new StsTokens(new StsSettings(url, "own-client", OneSecret.ALIAS), OWN, vault, http, Clock.systemUTC())
                .createToken("any", claims, scope);
    }

    private void gives(String token) {
        answer = JSONObjectUtils.toJSONString(Map.of("access_token", token, "token_type", "Bearer", "expires_in", 300));
    }

    /** As a wallet of this participant would make it, with claims beside or instead of those. */
    private static String token(Map<String, Object> others) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", OWN.id());
        claims.put("sub", OWN.id());
        claims.put("aud", PARTNER);
        claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
        claims.putAll(others);
        return KEY.sign("JWT", OWN + "#key", claims);
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> decoded(field[0]), field -> decoded(field[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
