package dev.mqttdsp.client;

import java.util.List;
import java.util.Optional;

/**
 * Topics to be offered.
 *
 * @param assetId id of the asset
 * @param broker a broker's URL, or the name of a broker entry of the provider's configuration
 * @param topics topic filters; empty where the broker entry is unrestricted
 * @param endpointType {@code mqtt-wss} or {@code mqtt-tls}
 * @param permission {@code subscribe}, {@code publish} or {@code both}
 * @param authentication what consumers log in with, {@code jwt} or {@code usrpw}
 */
public record Offer(
        String assetId,
        String broker,
        List<String> topics,
        String endpointType,
        Optional<String> permission,
        Optional<String> authentication) {
    public Offer {
        topics = List.copyOf(topics);
    }

    /** Topics to which consumers are let in as the provider has it by default. */
    public Offer(String assetId, String broker, List<String> topics, String endpointType, Optional<String> permission) {
        this(assetId, broker, topics, endpointType, permission, Optional.empty());
    }
}
