package dev.mqttdsp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mqttdsp.client.ConnectorException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client before a server that answers as EDC's management API does, and as it should not. */
class ConnectorTest {
    private static final Offer OFFER = new Offer("line1", "mqtt://broker", List.of("a/b"), "mqtt-tls");

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile String failing = "nothing";

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
    void aCatalogThatFailsSaysOnWhichSideOfTheWire() {
        URI provider = URI.create("http://localhost:1/api/protocol");
        status = 502;
        body = "[{\"message\": \"Failed to connect\"}]";
        assertThatThrownBy(() -> connector().catalog(provider, Optional.empty()))
                .hasMessageContaining("no provider answers at http://localhost:1/api/protocol/2025-1");

        body = "[{\"message\": \"Unable to obtain credentials: the STS takes no connection\"}]";
        assertThatThrownBy(() -> connector().catalog(provider, Optional.empty()))
                .hasMessage("Unable to obtain credentials: the STS takes no connection");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED",
        "401, UNAUTHORIZED",
        "403, UNAUTHORIZED",
        "404, NOT_FOUND",
        "409, CONFLICT",
        "502, UNREACHABLE",
        "500, REFUSED"
    })
    void aRefusalHasACodeAndTheConnectorsReason(int answered, Code code) {
        status = answered;
        body = "[{\"message\": \"because\", \"type\": \"x\"}]";

        assertThatThrownBy(() -> connector().transfer("t")).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(code == Code.UNAUTHORIZED ? "--api-key-file" : "because");
        });
    }

    @Test
    void anAnswerThatIsNoJsonIsSaidToBeNone() {
        body = "<html>";

        assertThatThrownBy(() -> connector().transfer("t"))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(Code.UNINTELLIGIBLE));
    }

    @Test
    void anOfferThatIsRefusedHalfwayLeavesNothingBehind() {
        failing = "POST /api/management/v3/contractdefinitions";

        assertThatThrownBy(() -> connector().offer(OFFER)).isInstanceOf(ConnectorException.class);

        assertThat(requests)
                .containsExactly(
                        "POST /api/management/v3/assets",
                        "POST /api/management/v3/policydefinitions",
                        "POST /api/management/v3/contractdefinitions",
                        "DELETE /api/management/v3/policydefinitions/line1-policy",
                        "DELETE /api/management/v3/assets/line1");
    }

    @Test
    void anOfferOfAnAssetThatIsThereAlreadyDeletesNothing() {
        failing = "POST /api/management/v3/assets";

        assertThatThrownBy(() -> connector().offer(OFFER)).isInstanceOf(ConnectorException.class);

        assertThat(requests).containsExactly("POST /api/management/v3/assets");
    }

    @Test
    void idsAreEncodedInPaths() {
        connector().terminate("a/b c", "reason");

        assertThat(requests).containsExactly("POST /api/management/v3/transferprocesses/a%2Fb%20c/terminate");
    }

    @Test
    void participantsAreBlockedAndUnblockedWhateverTheirIdsHold() {
        body = "{\"terminatedTransfers\": [\"t1\"], \"failures\": [\"t2: because\"]}";

        Blocks.Ended ended = connector().blocks().block("did:web:host%3A8080", "unpaid");
        connector().blocks().unblock("did:web:host%3A8080 &x=y");

        assertThat(ended).isEqualTo(new Blocks.Ended(List.of("t1"), List.of("t2: because")));
        assertThat(requests)
                .containsExactly(
                        "POST /api/management/v3/mqtt/blocks",
                        "DELETE /api/management/v3/mqtt/blocks?participantId=did%3Aweb%3Ahost%253A8080%20%26x%3Dy");
    }

    @Test
    void thoseWhoAreBlockedAreListed() {
        body = "[{\"participantId\": \"p\", \"since\": \"2030-01-01T00:00:00Z\", \"reason\": \"unpaid\"}]";

        assertThat(connector().blocks().all()).containsExactly(new Block("p", "2030-01-01T00:00:00Z", "unpaid"));
    }

    @Test
    void aNegotiationThatEndsWithoutAContractSaysWhy() {
        body = "{\"@id\": \"n\", \"state\": \"TERMINATED\", \"errorDetail\": \"not you\"}";
        CatalogEntry entry = new CatalogEntry(
                "line1",
                List.of("Mqtt-PULL"),
                Optional.of(ManagementApi.object("Offer").put("@id", "o")));

        assertThatThrownBy(() ->
                        connector().negotiate(URI.create("http://provider"), "provider", entry, Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.ENDED);
                    assertThat(e.getMessage()).contains("line1").contains("not you");
                });
    }

    @Test
    void aProviderThatRefusesIsToldFromOneThatIsNotThere() {
        status = 502;
        body = "[{\"message\": \"{\\\"@type\\\":\\\"CatalogError\\\",\\\"code\\\":\\\"401\\\"}\"}]";
        assertThat(noCatalog(Code.REFUSED))
                .contains("https://provider/api/2025-1 answers 401")
                .contains("credential list");

        body = "[{\"message\": \"org.eclipse.edc.http.spi.EdcHttpClientException: Failed to connect to provider\"}]";
        assertThat(noCatalog(Code.UNREACHABLE))
                .contains("no provider answers at https://provider/api/2025-1 (Failed to connect to provider): is it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>405</html>",
                "",
                "{\\\"@type\\\":\\\"CatalogError\\\",\\\"code\\\":\\\"\\u001b[2J\\\"}",
                "org.eclipse.edc.http.spi.EdcHttpClientException: \\u001b[2J"
            })
    void whatAnAnswerHoldsOtherwiseIsNotRepeated(String said) {
        status = 502;
        body = "[{\"message\": \"" + said + "\"}]";

        assertThat(noCatalog(Code.UNREACHABLE)).contains("no provider answers at https://provider/api/2025-1: is it");
    }

    private String noCatalog(Code code) {
        return assertThatExceptionOfType(ConnectorException.class)
                .isThrownBy(() -> connector().catalog(URI.create("https://provider/api"), Optional.empty()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .actual()
                .getMessage();
    }

    private Connector connector() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Connector(base, Optional.empty(), HttpClient.newHttpClient());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(request.equals(failing) ? 400 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
