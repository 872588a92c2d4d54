package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** The participants whom one's own connector has cut off. Every call throws {@link ConnectorException} with its reason. */
public final class Blocks {
    private static final String PATH = "/v3/mqtt/blocks";

    private final ManagementApi api;

    Blocks(ManagementApi api) {
        this.api = api;
    }

    /**
     * What a block has ended.
     *
     * @param terminated ids of transfers that were terminated
     * @param failures transfers that have lost all access but could not be terminated, and why
     */
    public record Ended(List<String> terminated, List<String> failures) {}

    /** All of them, the first first. */
    public List<Block> all() {
        return StreamSupport.stream(api.get(PATH).spliterator(), false)
                .map(Block::parse)
                .toList();
    }

    /**
     * Ends all access and all transfers of a participant, and gives it none from now on. Blocking it again is success.
     *
     * @param reason for one's own records; the participant does not hear it
     */
    public Ended block(String participant, String reason) {
        JsonNode answer = api.post(PATH, ProviderRequests.block(participant, reason));
        return new Ended(texts(answer.path("terminatedTransfers")), texts(answer.path("failures")));
    }

    /** Lets a participant have access again; what has ended stays so. One who is not blocked is NOT_FOUND. */
    public void unblock(String participant) {
        api.delete(PATH + "?participantId=" + Connector.encoded(participant));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
