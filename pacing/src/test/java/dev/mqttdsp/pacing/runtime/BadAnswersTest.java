package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other sides that answer something else than an answer: what was begun with them ends, within EDC's limits, with a reason. */
class BadAnswersTest {
    private static final int TRIES = 2;

    @TempDir
    static Path directory;

    private static final CountDownLatch over = new CountDownLatch(1);
    private static Connector connector;
    private static Dataspace dataspace;
    private static RawPeer peer;
    private static String agreement;

    @BeforeAll
    static void boot() throws Exception {
        String limit = String.valueOf(TRIES - 1);
        connector = Connector.boot(
                        directory,
                        "lonely",
                        Connector.Kind.PACED,
                        Map.of(
                                "edc.negotiation.consumer.send.retry.limit", limit,
                                "edc.negotiation.consumer.send.retry.base-delay.ms", "100",
                                "edc.transfer.send.retry.limit", limit,
                                "edc.transfer.send.retry.base-delay.ms", "100",
                                "edc.http.client.timeout.read", "2",
                                "edc.core.retry.retries.max", "0"))
                .awaitReady();
        dataspace = new Dataspace(connector, connector);
        agreement = dataspace
                .settled("negotiations", dataspace.negotiate(connector.dsp()))
                .getString("contractAgreementId");
        peer = new RawPeer();
    }

    @AfterAll
    static void end() throws Exception {
        over.countDown();
        if (peer != null) {
            peer.close();
        }
        if (connector != null) {
            connector.close();
        }
    }

    @Test
    void whatCannotBeUnderstoodEndsTheProcessAndIsTheReason() throws Exception {
        answer("html", http("<html>Please log in</html>"));
        answer("nothing", http(""));
        answer("array", http("[]"));
        answer("deep", http("[".repeat(100_000)));
        answer("cut", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"@context\": [");
        peer.answer("long", out -> writeLongText("200 OK", out));
        peer.answer("long-refusal", out -> writeLongText("400 Bad Request", out));
        answer("token", http("{\"access_token\": \"t\"}"));
        answer("remote", http("{\"@context\": \"http://127.0.0.1:9/context.jsonld\", \"state\": \"REQUESTED\"}"));
        answer("mail", "220 mail.example.org ESMTP\r\n");
        answer("hang-up", "");
        answer("circle", redirect("circle"));
        answer("elsewhere", redirect("html"));
        Map<String, String> reasons = new TreeMap<>();
        for (String name : List.of("html", "nothing", "array", "deep", "long", "elsewhere")) {
            reasons.put(name, "Cannot deserialize response body");
        }
        reasons.put("token", "Cannot expand json-ld");
        reasons.put("remote", "http://127.0.0.1:9/context.jsonld");
        reasons.put("mail", "Unexpected status line: 220 mail.example.org");
        reasons.put("long-refusal", "aaaa");
        reasons.put("cut", "unexpected end of stream");
        reasons.put("hang-up", "unexpected end of stream");
        reasons.put("circle", "Too many follow-up requests: 21");

        assertEnd(reasons);

        SoftAssertions softly = new SoftAssertions();
        reasons.keySet().forEach(name -> {
            int requests = Map.of("circle", 21, "html", 2).getOrDefault(name, 1); // html gets those from elsewhere too
            int tries = name.equals("long-refusal") ? 1 : TRIES; // EDC takes a refusal for final
            softly.assertThat(peer.received(name)).as(name).isEqualTo(2 * tries * requests);
        });
        softly.assertAll();
    }

    @Test
    void whoeverDoesNotFinishTheAnswerIsGivenUpAfterTheReadTimeLimit() throws Exception {
        peer.answer("silent", out -> hold());
        peer.answer("half", out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            hold();
        });
        peer.answer("dripping", BadAnswersTest::drip);
        Map<String, String> reasons =
                Map.of("silent", "time", "half", "time", "dripping", "time"); // "timeout" or "timed out"
        Duration before = connector.cpu();
        long begin = System.nanoTime();

        assertEnd(reasons);

        assertThat(peer.received("silent")).isEqualTo(2 * TRIES);
        assertThat(peer.received("half")).isEqualTo(2 * TRIES);
        assertThat(peer.received("dripping")).isEqualTo(2 * TRIES);
        assertThat(connector.shareOfACore(before, begin)).isLessThan(0.3);
        assertThat(dataspace.flow()).isPositive();
    }

    /** EDC does not miss the other side's id, so the negotiation waits. Ending it ends here: there is nobody to be told. */
    @Test
    void anAcknowledgementWithoutAnIdLeavesANegotiationThatCanBeEnded() throws Exception {
        answer("anonymous", http("""
                {"@context": ["https://w3id.org/dspace/2025/1/context.jsonld"], "@type": "ContractNegotiation",
                 "consumerPid": "c", "state": "REQUESTED"}"""));
        String id = dataspace.negotiate(peer.at("anonymous"));
        dataspace.reaches("negotiations", id, "REQUESTED");

        dataspace.terminate("negotiations", id, "they never said who they are");

        JsonObject ended = dataspace.settled("negotiations", id);
        assertThat(ended.getString("state")).isEqualTo("TERMINATED");
        assertThat(ended.getString("errorDetail")).contains("Failed to send termination");
    }

    /** Begins a negotiation and a transfer with each of them, all at the same time. */
    private static void assertEnd(Map<String, String> reasons) throws InterruptedException {
        Map<String, String> negotiations = new TreeMap<>();
        Map<String, String> transfers = new TreeMap<>();
        for (String name : reasons.keySet()) {
            negotiations.put(name, dataspace.negotiate(peer.at(name)));
            transfers.put(name, dataspace.transfer(peer.at(name), agreement));
        }
        SoftAssertions softly = new SoftAssertions();
        for (Map.Entry<String, String> expected : reasons.entrySet()) {
            String name = expected.getKey();
            for (JsonObject ended : List.of(
                    dataspace.settled("negotiations", negotiations.get(name)),
                    dataspace.settled("transfers", transfers.get(name)))) {
                softly.assertThat(ended.getString("state")).as(name).isEqualTo("TERMINATED");
                softly.assertThat(ended.getString("errorDetail", "")).as(name).contains(expected.getValue());
            }
        }
        softly.assertAll();
    }

    private static void answer(String name, String text) {
        peer.answer(name, text);
    }

    private static String http(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String redirect(String name) {
        return "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + peer.at(name) + "\r\nConnection: close\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    /** More than the connector's heap. */
    private static void writeLongText(String status, OutputStream out) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n\"").getBytes(StandardCharsets.US_ASCII));
        byte[] some = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 256; i++) {
            out.write(some);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1_000; i++) {
            out.write('a');
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static void hold() {
        try {
            boolean unused = over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
