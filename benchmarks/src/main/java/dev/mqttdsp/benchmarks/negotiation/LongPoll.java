package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.ConnectorException.Code;
import dev.mqttdsp.client.MqttDataAddress;
import java.util.Optional;

/** By the endpoints of our connector that hold an answer back until there is something to say. */
record LongPoll(Management management, Connector connector) implements Waiting {
    @Override
    public JsonNode negotiation(String id) {
        return management
                .get("/v3/pacing/negotiations/" + id + "?wait=" + PATIENCE.toSeconds())
                .orElseThrow(() -> new ConnectorException(
                        Code.TIMEOUT, "negotiation " + id + " is not over after " + PATIENCE.toSeconds() + " s"));
    }

    @Override
    public Optional<MqttDataAddress> dataAddress(String transferId) {
        return Optional.of(connector.dataAddress(transferId, PATIENCE));
    }
}
