package dev.mqttdsp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keeper before a server that answers as a connector does. */
class TokenKeeperTest {
    private static final MqttDataAddress FIRST = new MqttDataAddress(
            URI.create("wss://host/mqtt"),
            MqttCredential.token("token-0"),
            List.of("a"),
            Optional.of(Duration.ofSeconds(1)));

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int asked;
    private volatile IntFunction<Answer> answers;

    private record Answer(int status, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesTheAddressAgainAndAgainBeforeItsTokenEnds() throws Exception {
        answers = n -> address("token-" + n);

        try (TokenKeeper keeper = TokenKeeper.keep(connector(), "t", FIRST)) {
            for (int i = 0; i < 3; i++) {
                assertThat(next()).isEqualTo("/api/management/v3/edrs/t/dataaddress?wait=0");
            }
            // What the second answer held was kept before the third was asked for.
            assertThat(keeper.newest().credential().password()).matches("token-([2-9]|\\d\\d+)");
        }
    }

    @Test
    void survivesFailuresAndSuspensions() throws Exception {
        answers = n -> switch (n) {
            case 1 -> new Answer(502, "[{\"message\":\"no answer in 5 s\"}]");
            case 2 -> new Answer(500, "<html>");
            case 3 -> new Answer(204, "");
            case 4 -> address("token-0");
            default -> address("token-" + n);
        };

        try (TokenKeeper keeper = TokenKeeper.keep(connector(), "t", FIRST)) {
            for (int i = 0; i < 6; i++) {
                assertThat(next()).isNotNull();
            }
            assertThat(keeper.newest().credential().password())
                    .startsWith("token-")
                    .isNotEqualTo("token-0");
        }
    }

    @Test
    void stopsWhenTheTransferHasEndedAndWhenItIsClosed() throws Exception {
        answers = n -> new Answer(409, "[{\"message\":\"the transfer is TERMINATED\"}]");

        try (TokenKeeper ended = TokenKeeper.keep(connector(), "t", FIRST)) {
            assertThat(next()).isNotNull();
            assertThat(requests.poll(1, TimeUnit.SECONDS)).isNull();
            assertThat(ended.newest()).isEqualTo(FIRST);
        }
        TokenKeeper.keep(connector(), "t", FIRST).close();
        assertThat(requests.poll(1, TimeUnit.SECONDS)).isNull();
    }

    private String next() throws InterruptedException {
        return requests.poll(30, TimeUnit.SECONDS);
    }

    private Connector connector() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Connector(base, Optional.empty(), HttpClient.newHttpClient());
    }

    private static Answer address(String token) {
        return new Answer(200, """
                {"dsp-mqtt:baseUrl": "wss://host/mqtt", "dsp-mqtt:authorization": "%s", "dsp-mqtt:expiresIn": "1"}""".formatted(token));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answers.apply(++asked);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            requests.add(exchange.getRequestURI().toString());
        }
    }
}
