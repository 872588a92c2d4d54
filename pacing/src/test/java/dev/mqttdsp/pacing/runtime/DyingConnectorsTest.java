package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.pacing.runtime.CutNetwork.Cut;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One side ends in the middle of negotiations, and comes back having forgotten everything. */
class DyingConnectorsTest {
    private static final Cut REQUEST_LOST = new Cut("ContractRequestMessage", false);
    private static final Cut AGREEMENT_LOST = new Cut("ContractAgreementMessage", false);
    private static final Cut VERIFICATION_LOST = new Cut("ContractAgreementVerificationMessage", false);
    private static final Cut VERIFICATION_NOT_ANSWERED = new Cut("ContractAgreementVerificationMessage", true);
    private static final Cut FINALIZATION_LOST = new Cut("ContractNegotiationEventMessage", false);

    @TempDir
    static Path directory;

    private static final ExecutorService clients = Executors.newCachedThreadPool();
    private static Relay relay;
    private static Connector provider;
    private static Connector consumer;

    private final CutNetwork network = new CutNetwork();
    private Dataspace dataspace;

    @BeforeAll
    static void boot() throws Exception {
        relay = new Relay();
        provider = boot("provider");
        consumer = boot("consumer");
        provider.awaitReady();
        consumer.awaitReady();
    }

    private static Connector boot(String participant) throws IOException {
        Connector connector = Connector.boot(
                directory,
                participant,
                Connector.Kind.PACED,
                Map.of(
                        "edc.dsp.callback.address", relay.callback(participant),
                        "edc.negotiation.consumer.send.retry.limit", "2",
                        "edc.negotiation.consumer.send.retry.base-delay.ms", "100",
                        "edc.negotiation.provider.send.retry.limit", "2",
                        "edc.negotiation.provider.send.retry.base-delay.ms", "100",
                        "edc.transfer.send.retry.limit", "2",
                        "edc.transfer.send.retry.base-delay.ms", "100",
                        "edc.core.retry.retries.max", "0",
                        // Who is stuck is so until the connection breaks, however long the test takes to get there.
                        "edc.http.client.timeout.read", "120"));
        relay.connect(connector);
        return connector;
    }

    @AfterAll
    static void end() {
        for (Connector connector : new Connector[] {provider, consumer}) {
            if (connector != null) {
                connector.close();
            }
        }
        if (relay != null) {
            relay.close();
        }
        clients.shutdownNow();
    }

    @BeforeEach
    void revive() throws Exception {
        for (Connector connector : new Connector[] {provider, consumer}) {
            if (!connector.isAlive()) {
                connector.start();
                connector.awaitReady();
            }
        }
        relay.become(network);
        dataspace = new Dataspace(provider, consumer, relay.dsp("provider"));
    }

    @Test
    void whatAProviderHasForgottenEndsWhenTheNextMessageIsDue() throws Exception {
        String request = stuckAt(REQUEST_LOST);
        String agreement = stuckAt(AGREEMENT_LOST);
        String verification = stuckAt(VERIFICATION_LOST);
        String verified = stuckAt(VERIFICATION_NOT_ANSWERED);
        String finalization = stuckAt(FINALIZATION_LOST);
        for (int i = 0; i < 10; i++) { // these are where they are
            clients.execute(this::flow);
            Thread.sleep(ThreadLocalRandom.current().nextLong(40));
        }

        provider.kill();
        Duration before = consumer.cpu();
        long begin = System.nanoTime();
        JsonObject alone = dataspace.settled("negotiations", dataspace.negotiate(relay.dsp("provider")));
        revive();
        network.breakConnections();

        assertEnded(alone, "unexpected end of stream");
        assertThat(dataspace.settled("negotiations", request).getString("state"))
                .isEqualTo("FINALIZED");
        assertEnded(dataspace.settled("negotiations", verification), "Failed to send termination");
        assertEnded(dataspace.settled("negotiations", verified), "Failed to send termination");
        dataspace.reaches("negotiations", agreement, "REQUESTED");
        dataspace.reaches("negotiations", finalization, "VERIFIED");
        assertThat(dataspace.flow()).isPositive();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(DyingConnectorsTest::assertNothingIsDueHere);
        assertThat(consumer.shareOfACore(before, begin)).isLessThan(0.3);
        // In DSP these two are the provider's to go on with, so EDC waits. They can be ended from here.
        for (String waiting : List.of(agreement, finalization)) {
            dataspace.terminate("negotiations", waiting, "enough");
            assertEnded(dataspace.settled("negotiations", waiting), "Failed to send termination");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsumerThatEndsLetsItsClientsGoAndItsProviderKnowsWhy(boolean killed) throws Exception {
        String agreement = stuckAt(AGREEMENT_LOST);
        String verification = stuckAt(VERIFICATION_LOST);
        List<CompletableFuture<HttpResponse<String>>> waiting = List.of(agreement, verification).stream()
                .map(id -> CompletableFuture.supplyAsync(
                        () -> consumer.get("/v3/pacing/negotiations/" + id + "?wait=60"), clients))
                .toList();
        awaitTheyWait(agreement);
        Duration before = provider.cpu();
        long begin = System.nanoTime();

        if (killed) {
            consumer.kill();
        } else {
            consumer.stop();
        }

        System.out.printf(
                "%25s: ended after %.1f s%n", killed ? "killed" : "stopped", (System.nanoTime() - begin) / 1e9);
        for (CompletableFuture<HttpResponse<String>> client : waiting) {
            assertThat(client.handle(
                            (answer, closed) -> answer == null ? "closed" : answer.statusCode() + answer.body()))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isIn("204", "closed");
        }
        network.breakConnections();
        assertEnded(settledAtProvider(agreement), "Failed to send termination");
        assertThat(atProvider(verification).getString("state")).isEqualTo("AGREED");
        assertThat(provider.shareOfACore(before, begin)).isLessThan(0.3);
    }

    /** Nothing tells that they do, but a connector that has answered so many later ones has their requests too. */
    private static void awaitTheyWait(String negotiation) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            Thread.sleep(50);
            assertThat(consumer.get("/v3/pacing/negotiations/" + negotiation).statusCode())
                    .isEqualTo(200);
        }
    }

    private String stuckAt(Cut cut) throws InterruptedException {
        network.plan(cut);
        String id = dataspace.negotiate(relay.dsp("provider"));
        network.awaitStuck();
        return id;
    }

    /** Each process is over, or has started, or waits for a message of the other side. */
    private static void assertNothingIsDueHere() {
        assertThat(consumer.all("/v3/contractnegotiations"))
                .allSatisfy(negotiation -> assertThat(negotiation.getString("state"))
                        .isIn("FINALIZED", "TERMINATED", "REQUESTED", "VERIFIED"));
        assertThat(consumer.all("/v3/transferprocesses")).allSatisfy(transfer -> assertThat(transfer.getString("state"))
                .isIn("STARTED", "TERMINATED", "REQUESTED"));
        assertThat(consumer.all("/v3/contractnegotiations"))
                .filteredOn(negotiation -> negotiation.getString("state").equals("TERMINATED"))
                .allSatisfy(negotiation -> assertThat(negotiation).containsKey("errorDetail"));
        assertThat(consumer.all("/v3/transferprocesses"))
                .filteredOn(transfer -> transfer.getString("state").equals("TERMINATED"))
                .allSatisfy(transfer -> assertThat(transfer).containsKey("errorDetail"));
    }

    private void flow() {
        try {
            double unused = dataspace.flow();
        } catch (AssertionError | CompletionException | InterruptedException e) {
            // The provider was killed before this one had started.
        }
    }

    private static JsonObject atProvider(String consumerPid) {
        return provider.all("/v3/contractnegotiations").stream()
                .filter(negotiation ->
                        negotiation.getString("correlationId", "").equals(consumerPid))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject settledAtProvider(String consumerPid) {
        String id = atProvider(consumerPid).getString("@id");
        return Connector.json(provider.get("/v3/pacing/negotiations/" + id + "?wait=60"))
                .asJsonObject();
    }

    private static void assertEnded(JsonObject process, String reason) {
        assertThat(process.getString("state")).as(process.toString()).isEqualTo("TERMINATED");
        assertThat(process.getString("errorDetail", "")).contains(reason);
    }
}
