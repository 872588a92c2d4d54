package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.client.MqttDataAddress;
import java.util.Optional;

/**
 * What became of one flow, as the consumer's client saw it.
 *
 * @param negotiation its id at the consumer, empty when it did not come to that
 * @param transfer its id at the consumer, empty when it did not come to that
 * @param millis from the negotiation's POST to the end of the wait
 * @param address what it got, where the connector has an endpoint for that
 * @param failure why it got nothing
 */
record Flow(
        String negotiation,
        String transfer,
        double millis,
        Optional<MqttDataAddress> address,
        Optional<String> failure) {
    boolean succeeded() {
        return failure.isEmpty();
    }

    /** The process that it ended with. */
    String process() {
        return transfer.isEmpty() ? negotiation : transfer;
    }
}
