package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts and transfers between real connectors. */
class PacedFlowsTest {
    @TempDir
    static Path directory;

    private static Connector provider;
    private static Connector consumer;
    private static Connector stock;

    @BeforeAll
    static void boot() throws Exception {
        // The provider has an extension beside it that decorates EDC's services.
        // On a busy machine a stock connector takes long to store its step; the default pause is for one that is not.
        Map<String, String> patient = Map.of("edc.pacing.pause", "400");
        provider = Connector.boot(directory, "provider", Connector.Kind.PACED_AND_DECORATED, patient);
        consumer = Connector.boot(directory, "consumer", Connector.Kind.PACED, patient);
        stock = Connector.boot(directory, "stock", Connector.Kind.STOCK, Map.of());
        provider.awaitReady();
        consumer.awaitReady();
        stock.awaitReady();
    }

    @AfterAll
    static void end() throws Exception {
        for (Connector connector : new Connector[] {provider, consumer, stock}) {
            if (connector != null) {
                connector.close();
            }
        }
    }

    @Test
    void everyFlowBetweenPacedConnectorsStartsOnceOnBothSides() throws Exception {
        Dataspace dataspace = new Dataspace(provider, consumer);
        long refusalsBefore = refusals();
        dataspace.flows(30, 1);
        dataspace.flows(60, 8);

        assertSame(provider, consumer, 90);
        assertThat(refusals()).isEqualTo(refusalsBefore);
    }

    @Test
    void aStockConsumerOfAPacedProviderGetsItsFlows() throws Exception {
        new Dataspace(provider, stock).flows(8, 8);

        assertSame(provider, stock, 8);
    }

    @Test
    void aPacedConsumerOfAStockProviderGetsItsFlows() throws Exception {
        new Dataspace(stock, consumer).flows(8, 8);

        assertSame(stock, consumer, 8);
        finalizeAgain(stock, consumer);
    }

    @Test
    void aRequestThatIsRepeatedBeginsNoSecondNegotiation() throws Exception {
        Dataspace dataspace = new Dataspace(provider, consumer);
        String request = dataspace.contractRequest(UUID.randomUUID().toString(), "http://127.0.0.1:9/nobody");

        JsonObject first = Connector.json(provider.dsp("/negotiations/request", "somebody", request))
                .asJsonObject();
        JsonObject repeated = Connector.json(provider.dsp("/negotiations/request", "somebody", request))
                .asJsonObject();
        HttpResponse<String> byAnother = provider.dsp("/negotiations/request", "somebody else", request);

        assertThat(repeated.getString("providerPid")).isEqualTo(first.getString("providerPid"));
        assertThat(byAnother.statusCode()).isBetween(400, 499);
        assertThat(Dataspace.negotiations(provider, "PROVIDER")).containsKey(first.getString("consumerPid"));
        assertThat(provider.all("/v3/contractnegotiations"))
                .filteredOn(negotiation -> negotiation.toString().contains(first.getString("consumerPid")))
                .hasSize(1);
    }

    /** A stock provider now and then finalizes a contract twice, and would end it at a refusal. */
    private static void finalizeAgain(Connector provider, Connector consumer) {
        JsonObject negotiation = consumer.all("/v3/contractnegotiations").stream()
                .filter(one -> one.getString("type").equals("CONSUMER")
                        && one.getString("counterPartyId").equals(provider.participant)
                        && one.getString("state").equals("FINALIZED"))
                .findFirst()
                .orElseThrow();
        String id = negotiation.getString("@id");
        String path = "/negotiations/" + id + "/events";

        assertThat(consumer.dsp(path, provider.participant, event(negotiation, "FINALIZED"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(consumer.dsp(path, "somebody else", event(negotiation, "FINALIZED"))
                        .statusCode())
                .isBetween(400, 499);
        assertThat(consumer.dsp(path, provider.participant, event(negotiation, "ACCEPTED"))
                        .statusCode())
                .isBetween(400, 499);
        assertThat(Dataspace.negotiations(consumer, "CONSUMER").get(id)).startsWith("FINALIZED");
    }

    private static String event(JsonObject negotiation, String type) {
        return """
                {"@context": ["https://w3id.org/dspace/2025/1/context.jsonld"], "@id": "urn:uuid:%s",
                 "@type": "ContractNegotiationEventMessage", "consumerPid": "%s", "providerPid": "%s",
                 "eventType": "%s"}""".formatted(
                        UUID.randomUUID(), negotiation.getString("@id"), negotiation.getString("correlationId"), type);
    }

    /** A message that is sent twice, or too early in spite of all, is logged as refused by the side that sent it. */
    private static long refusals() {
        return (provider.log() + consumer.log())
                .lines()
                .filter(line -> line.contains("Fatal error occurred"))
                .count();
    }

    private static void assertSame(Connector provider, Connector consumer, int number) {
        try {
            await(provider, consumer, number);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + complaints(provider) + complaints(consumer), e);
        }
    }

    private static String complaints(Connector connector) {
        return connector
                .log()
                .lines()
                .filter(line -> line.contains("WARNING") || line.contains("SEVERE"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static void await(Connector provider, Connector consumer, int number) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, String> here = Dataspace.negotiations(provider, "PROVIDER");
            Map<String, String> there = Dataspace.negotiations(consumer, "CONSUMER");
            Map<String, String> common = common(here, there);
            assertThat(common).hasSize(number).isEqualTo(common(there, here));
            assertThat(common.values()).allSatisfy(state -> assertThat(state).matches("FINALIZED [0-9a-f-]{36}"));
            here = Dataspace.transfers(provider, "PROVIDER");
            there = Dataspace.transfers(consumer, "CONSUMER");
            common = common(here, there);
            assertThat(common).hasSize(number).isEqualTo(common(there, here));
            assertThat(common.values()).containsOnly("STARTED");
        });
    }

    private static Map<String, String> common(Map<String, String> side, Map<String, String> other) {
        Map<String, String> both = new TreeMap<>(side);
        both.keySet().retainAll(other.keySet());
        return both;
    }
}
