package dev.mqttdsp.client;

import java.util.List;
import java.util.Map;

/**
 * Topics to be offered.
 *
 * @param assetId id of the asset
 * @param broker a broker's URL, or the name of a broker entry of the provider's configuration
 * @param topics topic filters; empty where the broker entry is unrestricted
 * @param endpointType {@code mqtt-wss} or {@code mqtt-tls}
 * @param choices further properties of the data address by their names, {@code mqttPermission} for instance
 * @param terms of the contract
 */
public record Offer(
        String assetId,
        String broker,
        List<String> topics,
        String endpointType,
        Map<String, String> choices,
        Terms terms) {
    public Offer {
        topics = List.copyOf(topics);
        choices = Map.copyOf(choices);
    }

    /** Topics for everybody who asks, without an end. */
    public Offer(String assetId, String broker, List<String> topics, String endpointType, Map<String, String> choices) {
        this(assetId, broker, topics, endpointType, choices, Terms.NONE);
    }

    /** The same on the provider's usual terms. */
    public Offer(String assetId, String broker, List<String> topics, String endpointType) {
        this(assetId, broker, topics, endpointType, Map.of());
    }

    /** The same, on these terms. */
    public Offer on(Terms others) {
        return new Offer(assetId, broker, topics, endpointType, choices, others);
    }
}
