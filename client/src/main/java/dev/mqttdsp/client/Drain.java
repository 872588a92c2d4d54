package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The gateway of one's own connector, drained of clients. Every call throws {@link ConnectorException} with its reason. */
public final class Drain {
    private static final String PATH = "/v3/mqtt/drain";

    private final ManagementApi api;

    Drain(ManagementApi api) {
        this.api = api;
    }

    /**
     * Has it take no new clients in. Draining it again is success.
     *
     * @param sessions whether those that are there are sent away too
     * @return how many sessions are there at the moment
     */
    public int begin(boolean sessions) {
        JsonNode request = JsonNodeFactory.instance.objectNode().put("sessions", sessions);
        return api.post(PATH, request).path("sessions").asInt();
    }

    /** Has it take clients in again; also where it does. */
    public void end() {
        api.delete(PATH);
    }
}
