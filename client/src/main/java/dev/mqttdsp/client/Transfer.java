package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A transfer process as its connector sees it.
 *
 * @param id its id in that connector
 * @param role {@code CONSUMER} or {@code PROVIDER}
 * @param state {@code STARTED}, {@code SUSPENDED}, {@code TERMINATED} and the states in between
 * @param assetId id of the asset
 * @param peerId its id in the other connector; empty until that has answered
 * @param reason why it ended, where that is known
 */
public record Transfer(String id, String role, String state, String assetId, String peerId, Optional<String> reason) {

    static Transfer parse(JsonNode node) {
        return new Transfer(
                node.path("@id").asText(),
                node.path("type").asText(),
                node.path("state").asText(),
                node.path("assetId").asText(),
                node.path("correlationId").asText(),
                Optional.of(node.path("errorDetail").asText("")).filter(text -> !text.isEmpty()));
    }

    /** Whether access is given, or may come back. */
    public boolean isRunning() {
        return !hasEnded();
    }

    /** Whether it is over for good. */
    public boolean hasEnded() {
        return switch (state) {
            case "COMPLETED", "TERMINATED", "DEPROVISIONING", "DEPROVISIONED" -> true;
            default -> false;
        };
    }
}
