package dev.mqttdsp.core.address;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerAddressTest {
    private static final IssuedToken TOKEN = new IssuedToken("head.body.signature", "id-1", Instant.EPOCH);

    @Test
    void standsUnderEveryNameThatSomeConsumerReads() {
        ConsumerAddress address = address(List.of(TopicFilter.of("sensor/temperature"), TopicFilter.of("a/#")));

        assertThat(address.properties())
                .containsOnly(
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/baseUrl", "wss://provider.example:8884/mqtt"),
                        entry("https://w3id.org/edc/v0.0.1/ns/endpoint", "wss://provider.example:8884/mqtt"),
                        entry("https://w3id.org/edc/v0.0.1/ns/mqttEndpointType", "mqtt-wss"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/mqttEndpointType", "mqtt-wss"),
                        entry("https://w3id.org/edc/v0.0.1/ns/flowType", "PULL"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/authorization", "head.body.signature"),
                        entry("https://w3id.org/edc/v0.0.1/ns/authorization", "head.body.signature"),
                        entry("https://w3id.org/edc/v0.0.1/ns/authType", "bearer"),
                        entry("authorization", "head.body.signature"),
                        entry("authType", "bearer"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/expiresIn", "300"),
                        entry("https://w3id.org/edc/v0.0.1/ns/expiresIn", "300"),
                        entry("expiresIn", "300"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/topic", "sensor/temperature\na/#"));
    }

    @Test
    void saysNothingOfTopicsWhereTheBrokerDecides() {
        assertThat(address(List.of()).properties())
                .hasSize(13)
                .doesNotContainKey("https://w3id.org/dspace/2025/1/mqtt-pull/topic");
    }

    private static ConsumerAddress address(List<TopicFilter> topics) {
        return new ConsumerAddress(
                URI.create("wss://provider.example:8884/mqtt"),
                EndpointType.WSS,
                TOKEN,
                Duration.ofMillis(300_999),
                topics);
    }
}
