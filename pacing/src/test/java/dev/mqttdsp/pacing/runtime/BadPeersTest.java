package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other sides that refuse, fail, are gone or never answer: negotiations with them end, and say why. */
class BadPeersTest {
    @TempDir
    static Path directory;

    private static Connector connector;
    private static Dataspace dataspace;
    private static HttpServer peer;
    private static final AtomicInteger received = new AtomicInteger();

    @BeforeAll
    static void boot() throws Exception {
        connector = Connector.boot(
                        directory,
                        "lonely",
                        Connector.Kind.PACED,
                        Map.of(
                                "edc.negotiation.consumer.send.retry.limit", "2",
                                "edc.negotiation.consumer.send.retry.base-delay.ms", "100",
                                "edc.core.retry.retries.max", "0"))
                .awaitReady();
        dataspace = new Dataspace(connector, connector);
        peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.setExecutor(Executors.newCachedThreadPool());
        peer.createContext("/refusing", exchange -> {
            received.incrementAndGet();
            byte[] reason = "no contracts on Sundays".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(409, reason.length);
            exchange.getResponseBody().write(reason);
            exchange.close();
        });
        peer.createContext("/failing", exchange -> {
            received.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        peer.createContext("/silent", exchange -> received.incrementAndGet());
        peer.start();
    }

    @AfterAll
    static void end() {
        if (peer != null) {
            peer.stop(0);
        }
        if (connector != null) {
            connector.close();
        }
    }

    @Test
    void aRefusalForARealReasonReachesTheClient() throws Exception {
        received.set(0);

        JsonObject ended = dataspace.settled("negotiations", dataspace.negotiate(at("/refusing")));

        assertThat(ended.getString("state")).isEqualTo("TERMINATED");
        assertThat(ended.getString("errorDetail")).contains("no contracts on Sundays");
        assertThat(received).hasValue(9);
    }

    @Test
    void aFailingConnectorIsAskedAsOftenAsEdcSays() throws Exception {
        received.set(0);

        JsonObject ended = dataspace.settled("negotiations", dataspace.negotiate(at("/failing")));

        assertThat(ended.getString("state")).isEqualTo("TERMINATED");
        assertThat(ended.getString("errorDetail")).contains("500");
        assertThat(received).hasValue(3);
    }

    @Test
    void aConnectorThatIsGoneEndsTheNegotiation() throws Exception {
        JsonObject ended = dataspace.settled("negotiations", dataspace.negotiate("http://127.0.0.1:9/2025-1"));

        assertThat(ended.getString("state")).isEqualTo("TERMINATED");
        assertThat(ended.getString("errorDetail")).contains("127.0.0.1:9");
    }

    @Test
    void whileAConnectorDoesNotAnswerNothingSpinsAndOthersAreServed() throws Exception {
        received.set(0);
        String waiting = dataspace.negotiate(at("/silent"));
        Duration before = connector.cpu();
        long begin = System.nanoTime();

        HttpResponse<String> response = connector.get("/v3/pacing/negotiations/" + waiting + "?wait=3");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(received).hasValue(1);
        assertThat(connector.shareOfACore(before, begin)).isLessThan(0.3);
        assertThat(connector.get("/v3/pacing/negotiations/" + waiting).body()).contains("\"state\":\"REQUESTING\"");
        assertThat(dataspace.flow()).isPositive();
    }

    @Test
    void whatIsNotThereOrNotUnderstoodIsToldInTheFormOfEdc() {
        HttpResponse<String> unknown = connector.get("/v3/pacing/negotiations/nobody?wait=30");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("ObjectNotFound", "nobody");
        assertThat(connector.get("/v3/pacing/transfers/nobody").statusCode()).isEqualTo(404);
        HttpResponse<String> soon = connector.get("/v3/pacing/transfers/t?wait=soon");
        assertThat(soon.statusCode()).isEqualTo(400);
        assertThat(soon.body()).contains("found 'soon'; accepted: seconds from 0 to 60");
    }

    private static String at(String path) throws IOException {
        return "http://127.0.0.1:" + peer.getAddress().getPort() + path + "/2025-1";
    }
}
