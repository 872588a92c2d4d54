package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.ConnectorException.Code;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a consumer was given: where to connect, with what, for which topics.
 *
 * @param url {@code wss://host:port/path} or {@code mqtts://host:port}
 * @param token goes into the password field of MQTT's CONNECT
 * @param topics what was granted; empty where the broker decides
 */
public record MqttDataAddress(URI url, String token, List<String> topics) {
    private static final String NAMESPACE = "https://w3id.org/dspace/2025/1/mqtt-pull/";

    public MqttDataAddress {
        topics = List.copyOf(topics);
    }

    /**
     * Reads a data address in any of its spellings.
     *
     * @throws ConnectorException when it is none of MQTT's
     */
    static MqttDataAddress parse(JsonNode node) {
        String url = property(node, "baseUrl").orElseThrow(() -> lacks("baseUrl"));
        String token = property(node, "authorization").orElseThrow(() -> lacks("authorization"));
        List<String> topics =
                property(node, "topic").map(text -> text.lines().toList()).orElse(List.of());
        try {
            return new MqttDataAddress(URI.create(url), token, topics);
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(Code.UNINTELLIGIBLE, "the provider's broker URL is no URL", e);
        }
    }

    private static Optional<String> property(JsonNode node, String name) {
        for (String spelling : List.of("dsp-mqtt:" + name, NAMESPACE + name, name)) {
            JsonNode value = node.path(spelling);
            String text = value.isObject() ? value.path("@value").asText("") : value.asText("");
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static ConnectorException lacks(String name) {
        return new ConnectorException(
                Code.UNINTELLIGIBLE, "the data address lacks dsp-mqtt:" + name + ": the asset is no MQTT topic");
    }

    /** Says everything but the token. */
    @Override
    public String toString() {
        return "MqttDataAddress[url=" + url + ", topics=" + topics + "]";
    }
}
