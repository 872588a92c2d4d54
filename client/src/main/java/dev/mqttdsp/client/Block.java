package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A participant whom one's own connector has cut off.
 *
 * @param participant id
 * @param since when, as the connector writes it (ISO 8601)
 * @param reason why, in the operator's words; may be empty
 */
public record Block(String participant, String since, String reason) {

    static Block parse(JsonNode node) {
        return new Block(
                node.path("participantId").asText(),
                node.path("since").asText(),
                node.path("reason").asText());
    }
}
