package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts and transfers between real connectors. Times are printed, not judged: they are the machine's as well. */
class PacedFlowsTest {
    @TempDir
    static Path directory;

    private static Connector provider;
    private static Connector consumer;
    private static Connector stock;

    @BeforeAll
    static void boot() throws Exception {
        // The provider has an extension beside it that decorates EDC's services.
        provider = Connector.boot(directory, "provider", Connector.Kind.PACED_AND_DECORATED, Map.of());
        consumer = Connector.boot(directory, "consumer", Connector.Kind.PACED, Map.of());
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
        report("warm-up, one by one", dataspace.flows(10, 1));
        report("one by one", dataspace.flows(40, 1));
        long begin = System.nanoTime();
        report("8 in parallel", dataspace.flows(40, 8));
        System.out.printf("%25s %.1f flows/s%n", "", 40e9 / (System.nanoTime() - begin));

        assertSame(provider, consumer, 90);
        assertThat(refusals()).isEqualTo(refusalsBefore);
        reportIdle();
    }

    @Test
    void aStockConsumerOfAPacedProviderGetsItsFlows() throws Exception {
        report("stock consumer, 8 in parallel", new Dataspace(provider, stock).flows(8, 8));

        assertSame(provider, stock, 8);
    }

    @Test
    void aPacedConsumerOfAStockProviderGetsItsFlows() throws Exception {
        report("stock provider, 8 in parallel", new Dataspace(stock, consumer).flows(8, 8));

        assertSame(stock, consumer, 8);
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

    /** A message that is sent twice, or too early in spite of all, is logged as refused by the side that sent it. */
    private static long refusals() {
        return (provider.log() + consumer.log())
                .lines()
                .filter(line -> line.contains("Fatal error occurred"))
                .count();
    }

    private static void assertSame(Connector provider, Connector consumer, int number) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
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

    private static void report(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "%25s: %d flows, median %.0f ms, p99 %.0f ms%n",
                what, sorted.size(), sorted.get(sorted.size() / 2), sorted.get((int) (sorted.size() * 0.99)));
    }

    private static void reportIdle() throws InterruptedException {
        Duration providerBefore = provider.cpu();
        Duration consumerBefore = consumer.cpu();
        Thread.sleep(3_000);
        System.out.printf(
                "%25s: provider %.1f %%, consumer %.1f %% of a core%n",
                "idle",
                provider.cpu().minus(providerBefore).toMillis() / 30.0,
                consumer.cpu().minus(consumerBefore).toMillis() / 30.0);
    }
}
