package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.process.Participant;
import java.util.List;

/**
 * The pairs that are compared.
 *
 * @param ours two connectors of ours
 * @param proved two of ours that prove who they are
 * @param stock two of EDC's
 * @param stockConsumer EDC's consumer with our provider
 * @param stockProvider our consumer with EDC's provider
 */
record Pairs(Tally ours, Tally proved, Tally stock, Tally stockConsumer, Tally stockProvider) {
    /** Puts an asset on offer for each. */
    static Pairs of(Dataspace all) {
        String broker = "mqtt://127.0.0.1:" + all.brokerPort();
        return new Pairs(
                tally("ours", all.consumer(), all.provider(), "embedded"),
                tally("proved", all.members().consumer(), all.members().provider(), broker),
                tally("stock", all.stockConsumer(), all.stockProvider(), broker),
                tally("stock-consumer", all.stockConsumer(), all.provider(), "embedded"),
                tally("stock-provider", all.consumer(), all.stockProvider(), broker));
    }

    private static Tally tally(String name, Participant consumer, Participant provider, String broker) {
        return new Tally(Pair.of(name, consumer, provider, broker, FirstMessages.TOPIC));
    }

    /** Those that are compared with ours. */
    List<Tally> others() {
        return List.of(proved, stock, stockConsumer, stockProvider);
    }

    List<Tally> all() {
        return List.of(ours, proved, stock, stockConsumer, stockProvider);
    }
}
