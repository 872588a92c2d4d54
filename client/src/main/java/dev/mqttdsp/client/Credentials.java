package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The credentials by which one's own connector proves what it is. Every call throws {@link ConnectorException} with its
 * reason.
 */
public final class Credentials {
    private static final String PATH = "/v3/mqtt/credentials";

    private final ManagementApi api;

    Credentials(ManagementApi api) {
        this.api = api;
    }

    /**
     * A credential that the connector has.
     *
     * @param id by which it is known there
     * @param types that it has
     * @param issuer DID of who says so
     * @param expiresAt when it ends, as ISO 8601 has it; empty when it does not end
     */
    public record Credential(String id, List<String> types, String issuer, String expiresAt) {
        static Credential parse(JsonNode json) {
            return new Credential(
                    json.path("@id").asText(),
                    StreamSupport.stream(json.path("type").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList(),
                    json.path("issuer").asText(),
                    json.path("expiresAt").asText());
        }
    }

    /** All of them. */
    public List<Credential> all() {
        return StreamSupport.stream(api.get(PATH).spliterator(), false)
                .map(Credential::parse)
                .toList();
    }

    /**
     * Gives the connector one more; the same one again changes nothing.
     *
     * @param jwt a Verifiable Credential 1.1 about this participant, as its issuer has signed it
     */
    public Credential add(String jwt) {
        return Credential.parse(
                api.post(PATH, JsonNodeFactory.instance.objectNode().put("credential", jwt)));
    }

    /** Has the connector forget one. */
    public void remove(String id) {
        api.delete(PATH + "/" + Connector.encoded(id));
    }
}
