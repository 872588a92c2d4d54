package dev.mqttdsp.edr.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TokenAnswer;
import dev.mqttdsp.core.outbound.TokenAnswerReader;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.edr.testing.ServerCertificate;
import dev.mqttdsp.edr.testing.TokenServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to a partner's token endpoint, over HTTPS on loopback. */
class TokenEndpointClientTest {
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private TokenServer server;

    @BeforeEach
    void listen() throws Exception {
        ServerCertificate certificate = ServerCertificate.create();
        certificate.write(directory.resolve("authorities.pem"));
        server = new TokenServer(certificate);
    }

    @AfterEach
    void close() {
        over.countDown();
        server.close();
        executor.shutdownNow();
    }

    @Test
    void whatTheRefreshTokenHoldsIsEncoded() throws Exception {
        server.answers(200, "{\"access_token\":\"a\"}");

        exchange(server.url() + "/token", "a+b&c=d");

        assertThat(server.forms()).containsExactly("POST /token grant_type=refresh_token&refresh_token=a%2Bb%26c%3Dd");
    }

    @ParameterizedTest
    @CsvSource({
        "https://host, https://host/token",
        "https://host/, https://host/token",
        "https://host:8443/token, https://host:8443/token",
        "https://host/token/, https://host/token",
        "https://host/a%20b?c=d, https://host/a%20b/token?c=d",
        "https://host/mytoken, https://host/mytoken/token"
    })
    void thePathEndsInToken(String endpoint, String url) {
        assertThat(TokenEndpointClient.tokenUrl(endpoint)).hasToString(url);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        server.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", server.url() + "/elsewhere/token");
            TokenServer.answer(exchange, 307, "");
        });

        assertThat(exchange(server.url(), "r"))
                .isEqualTo(new TokenAnswer.None(false, "redirects, which is not followed"));
        assertThat(server.forms()).hasSize(1);
    }

    @Test
    void anEndlessAnswerIsGivenUp() throws Exception {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = "{\"access_token\":".repeat(500).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    out.write(part);
                }
            }
        });

        assertThat(reason(server.url())).contains("longer than 64 KiB");
    }

    @Test
    void anAnswerThatComesDropByDropIsGivenUp() throws Exception {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(impatient(server.url())).isEqualTo(new TokenAnswer.None(false, "gives no answer in 1 s"));
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        server.answers(exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(impatient(server.url())).isEqualTo(new TokenAnswer.None(false, "gives no answer in 1 s"));
    }

    @Test
    void aConnectionThatBreaksIsSaidTo() throws Exception {
        server.answers(exchange -> {});

        assertThat(reason(server.url())).startsWith("broke off the connection");
    }

    @Test
    void anAnswerThatIsNoHttpIsNotRepeated() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executor.execute(() -> {
                try (Socket connection = listening.accept()) {
                    connection.getOutputStream().write("echo secret\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client has hung up.
                }
            });
            TokenAnswer answer = client(true, true)
                    .exchange("http://localhost:" + listening.getLocalPort(), "secret", Optional.empty())
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(answer).isInstanceOfSatisfying(TokenAnswer.None.class, none -> assertThat(none.reason())
                    .contains("no HTTP")
                    .doesNotContain("secret"));
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidTo() throws Exception {
        server.close();

        assertThat(reason(server.url())).isEqualTo("takes no connection");
    }

    @Test
    void aUrlThatIsNoneIsSaidTo() throws Exception {
        assertThat(reason("https://ho st/token")).isEqualTo("is no https URL");
        assertThat(reason("nonsense")).isEqualTo("is no https URL");
    }

    @Test
    void aPrivateAddressIsNotKnockedAtWithoutTheOperatorsWord() throws Exception {
        TokenEndpointClient strict = client(false, false);

        TokenAnswer answer = strict.exchange(server.url(), "r", Optional.empty())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(answer).isInstanceOfSatisfying(TokenAnswer.None.class, none -> assertThat(none.reason())
                .contains("edc.mqtt.consumer.allow.private"));
        assertThat(server.forms()).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        assertThat(reason(server.url().replace("localhost", "127.0.0.1")))
                .startsWith("has a certificate that is not trusted");
    }

    private String reason(String endpoint) throws Exception {
        return ((TokenAnswer.None) exchange(endpoint, "r")).reason();
    }

    private TokenAnswer exchange(String endpoint, String refreshToken) throws Exception {
        return client(true, false)
                .exchange(endpoint, refreshToken, Optional.empty())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private TokenAnswer impatient(String endpoint) throws Exception {
        return client(true, false, Duration.ofSeconds(1))
                .exchange(endpoint, "r", Optional.empty())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private TokenEndpointClient client(boolean allowPrivate, boolean allowInsecure) {
        return client(allowPrivate, allowInsecure, Duration.ofSeconds(20));
    }

    private TokenEndpointClient client(boolean allowPrivate, boolean allowInsecure, Duration longest) {
        GuardedHttp post = new GuardedHttp(
                new UrlGuard(new UrlGuard.Rules(allowPrivate, allowInsecure, Set.of(), Set.of())),
                new TrustedAuthorities(Optional.of(directory.resolve("authorities.pem")), warning -> {}),
                longest,
                executor);
        return new TokenEndpointClient(post, new TokenAnswerReader(Clock.systemUTC()));
    }
}
