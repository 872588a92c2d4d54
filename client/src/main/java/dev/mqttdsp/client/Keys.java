package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.StreamSupport;

/** The keys that sign for a connector's participant. */
public final class Keys {
    private static final String PATH = "/v3/mqtt/keys";

    private final ManagementApi api;

    Keys(ManagementApi api) {
        this.api = api;
    }

    /**
     * A key that the participant's DID document shows.
     *
     * @param id its DID URL
     * @param signs whether it signs now
     * @param signsFrom when it will, as ISO 8601 has it; empty where that is not to come
     */
    public record ShownKey(String id, boolean signs, String signsFrom) {
        static ShownKey parse(JsonNode json) {
            return new ShownKey(
                    json.path("@id").asText(),
                    json.path("signs").asBoolean(),
                    json.path("signsFrom").asText());
        }
    }

    /** All of them. */
    public List<ShownKey> all() {
        return parse(api.get(PATH));
    }

    /**
     * Has another key follow.
     *
     * @param atOnce whether the others count no longer, because somebody else may have them
     * @return all of them
     */
    public List<ShownKey> rotate(boolean atOnce) {
        return parse(api.post(PATH, JsonNodeFactory.instance.objectNode().put("atOnce", atOnce)));
    }

    private static List<ShownKey> parse(JsonNode keys) {
        return StreamSupport.stream(keys.spliterator(), false)
                .map(ShownKey::parse)
                .toList();
    }
}
