package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.core.token.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebDidDocumentsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private DidWeb did;
    private int status = 200;
    private String body;
    private Map<String, String> headers = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        did = new DidWeb("did:web:localhost%3A" + server.getAddress().getPort() + ":partner");
        body = document(did);
        server.createContext("/partner/did.json", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theDocumentIsFetchedFromWhereTheDidSays() {
        var found = documents(true).resolve(did.id());

        assertThat(found.succeeded()).isTrue();
        assertThat(found.getContent().getVerificationMethod()).hasSize(1);
        assertThat(found.getContent().getService().get(0).getServiceEndpoint()).isEqualTo("https://partner.example/cs");
    }

    @Test
    void theDocumentOfSomebodyElseIsRefused() {
        body = document(new DidWeb("did:web:other.example"));

        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("is not that of " + did);
    }

    @Test
    void privateAddressesAreNotGoneToUnlessTheOperatorSaysSo() {
        assertThat(documents(false).resolve(did.id()).getFailureDetail()).contains("edc.mqtt.consumer.allow.private");
    }

    @Test
    void redirectsErrorsNonsenseAndTooMuchAreNoDocument() {
        status = 302;
        headers = Map.of("Location", "/elsewhere");
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("status 302");
        status = 404;
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("status 404");
        status = 200;
        body = "{";
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("cannot be read");
        body = "[]";
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("cannot be read");
        body = "null";
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("is not that of");
        body = " ".repeat(65 * 1024);
        assertThat(documents(true).resolve(did.id()).getFailureDetail()).contains("longer than 64 KiB");
    }

    @Test
    void whoIsNotThereOrNoDidIsNamed() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(documents(true).resolve(did.id()).getFailureDetail())
                .contains("http://localhost:" + port + "/partner/did.json");
        assertThat(documents(true).resolve("did:web:127.0.0.1").getFailureDetail())
                .contains("is no did:web");
    }

    private static String document(DidWeb owner) {
        return new DidDocument(
                        owner,
                        List.of(SigningKey.generate()),
                        Map.of("CredentialService", URI.create("https://partner.example/cs")))
                .toJson();
    }

    private WebDidDocuments documents(boolean allowPrivate) {
        UrlGuard guard = new UrlGuard(new UrlGuard.Rules(allowPrivate, true, Set.of(), Set.of()));
        GuardedHttp http = new GuardedHttp(
                guard, new TrustedAuthorities(Optional.empty(), warning -> {}), Duration.ofSeconds(5), threads);
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new WebDidDocuments(http, "http", json);
    }
}
