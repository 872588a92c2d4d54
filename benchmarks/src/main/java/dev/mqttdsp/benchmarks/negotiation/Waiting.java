package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.MqttDataAddress;
import java.time.Duration;
import java.util.Optional;

/** How a consumer's client learns how far its processes are. */
interface Waiting {
    /** EDC needs three seconds; what takes that long hangs. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The negotiation when it is over, with {@code state}, {@code contractAgreementId}, {@code errorDetail}.
     *
     * @throws dev.mqttdsp.client.ConnectorException when it takes too long
     */
    JsonNode negotiation(String id);

    /**
     * Returns when the transfer's data address is there; gives it where the connector has an endpoint for that.
     *
     * @throws dev.mqttdsp.client.ConnectorException when the transfer ends without, or takes too long
     */
    Optional<MqttDataAddress> dataAddress(String transferId);
}
