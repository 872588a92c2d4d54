package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A dataset of a provider's catalog.
 *
 * @param assetId id of the asset
 * @param formats the formats of its distributions, as they can be asked for
 * @param offer the first offer, with everything that a negotiation has to repeat
 */
public record CatalogEntry(String assetId, List<String> formats, Optional<JsonNode> offer) {
    /** The format of MQTT offers (ADR 012, Offering Requirements). */
    public static final String MQTT = "Mqtt-PULL";

    public CatalogEntry {
        formats = List.copyOf(formats);
    }

    /** Whether the dataset is a topic to subscribe to. */
    public boolean isMqtt() {
        return formats.contains(MQTT);
    }
}
