package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mqttdsp.client.ConnectorException.Code;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a consumer was given: where to connect, with what, for which topics.
 *
 * @param url {@code wss://host:port/path} or {@code mqtts://host:port}
 * @param credential what to log in with
 * @param topics what was granted; empty where the broker decides
 * @param tokenLife how long a token lives from beginning to end; empty where the credential does not end by itself, or
 *     nobody says when
 */
public record MqttDataAddress(URI url, MqttCredential credential, List<String> topics, Optional<Duration> tokenLife) {
    private static final String NAMESPACE = "https://w3id.org/dspace/2025/1/mqtt-pull/";

    public MqttDataAddress {
        topics = List.copyOf(topics);
    }

    /** The same at another URL. */
    public MqttDataAddress at(URI other) {
        return new MqttDataAddress(other, credential, topics, tokenLife);
    }

    /**
     * Reads a data address in any of its spellings.
     *
     * @throws ConnectorException when it is none of MQTT's
     */
    static MqttDataAddress parse(JsonNode node) {
        String url = property(node, "baseUrl").orElseThrow(() -> lacks("baseUrl"));
        Optional<String> token = property(node, "authorization");
        MqttCredential credential = token.map(MqttCredential::token)
                .or(() -> login(node))
                .orElseThrow(() -> lacks("authorization, and dsp-mqtt:user with dsp-mqtt:password"));
        Optional<Duration> life = token.flatMap(unused -> property(node, "expiresIn"))
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        List<String> topics =
                property(node, "topic").map(text -> text.lines().toList()).orElse(List.of());
        try {
            return new MqttDataAddress(URI.create(url), credential, topics, life);
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(Code.UNINTELLIGIBLE, "the provider's broker URL is no URL", e);
        }
    }

    private static Optional<MqttCredential> login(JsonNode node) {
        Optional<String> user = Stream.of("user", "username")
                .flatMap(name -> property(node, name).stream())
                .findFirst();
        return property(node, "password")
                .filter(password -> user.isPresent())
                .map(password -> new MqttCredential(user, password));
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
}
