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
    private static final String ENDPOINT = "https://provider.example:8884/token";
    private static final ConsumerCredential TOKEN = new ConsumerCredential.Token(
            new IssuedToken("head.body.signature", "id-1", Instant.EPOCH),
            Duration.ofMillis(300_999),
            "refresh-me",
            URI.create("https://provider.example:8884/token"),
            "BPNL-provider");

    @Test
    void standsUnderEveryNameThatSomeConsumerReads() {
        ConsumerAddress address = address(TOKEN, List.of(TopicFilter.of("sensor/temperature"), TopicFilter.of("a/#")));

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
                        entry("https://w3id.org/tractusx/auth/expiresIn", "300"),
                        entry("expiresIn", "300"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/refreshToken", "refresh-me"),
                        entry("https://w3id.org/edc/v0.0.1/ns/refreshToken", "refresh-me"),
                        entry("https://w3id.org/tractusx/auth/refreshToken", "refresh-me"),
                        entry("refreshToken", "refresh-me"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/refreshEndpoint", ENDPOINT),
                        entry("https://w3id.org/edc/v0.0.1/ns/refreshEndpoint", ENDPOINT),
                        entry("https://w3id.org/tractusx/auth/refreshEndpoint", ENDPOINT),
                        entry("refreshEndpoint", ENDPOINT),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/refreshAudience", "BPNL-provider"),
                        entry("https://w3id.org/edc/v0.0.1/ns/refreshAudience", "BPNL-provider"),
                        entry("https://w3id.org/tractusx/auth/refreshAudience", "BPNL-provider"),
                        entry("refreshAudience", "BPNL-provider"),
                        entry("https://w3id.org/dspace/2025/1/mqtt-pull/topic", "sensor/temperature\na/#"));
    }

    @Test
    void aLoginStandsUnderBothSpellingsOfItsUser() {
        ConsumerAddress address = address(new ConsumerCredential.Login("flow-1", "secret"), List.of());

        assertThat(address.properties())
                .containsEntry("https://w3id.org/dspace/2025/1/mqtt-pull/user", "flow-1")
                .containsEntry("https://w3id.org/dspace/2025/1/mqtt-pull/username", "flow-1")
                .containsEntry("https://w3id.org/dspace/2025/1/mqtt-pull/password", "secret")
                .doesNotContainKeys("authorization", "refreshToken");
    }

    @Test
    void saysNothingOfTopicsWhereTheBrokerDecides() {
        assertThat(address(TOKEN, List.of()).properties())
                .hasSize(26)
                .doesNotContainKey("https://w3id.org/dspace/2025/1/mqtt-pull/topic");
    }

    private static ConsumerAddress address(ConsumerCredential credential, List<TopicFilter> topics) {
        return new ConsumerAddress(
                URI.create("wss://provider.example:8884/mqtt"), EndpointType.WSS, credential, topics);
    }
}
