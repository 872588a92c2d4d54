package dev.mqttdsp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttDataAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"dsp-mqtt:", "https://w3id.org/dspace/2025/1/mqtt-pull/", ""})
    void readsEverySpelling(String prefix) throws Exception {
        MqttDataAddress address = parse("""
                {"%1$sbaseUrl": "wss://host/mqtt", "%1$sauthorization": "secret", "%1$stopic": "a/b\\nc/#",
                 "%1$sexpiresIn": "300"}""".formatted(prefix));

        assertThat(address.url()).hasToString("wss://host/mqtt");
        assertThat(address.credential()).isEqualTo(new MqttCredential(Optional.empty(), "secret"));
        assertThat(address.tokenLife()).hasValue(Duration.ofMinutes(5));
        assertThat(address.topics()).containsExactly("a/b", "c/#");
        assertThat(address.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "username"})
    void readsUserAndPassword(String name) throws Exception {
        MqttDataAddress address = parse("""
                {"dsp-mqtt:baseUrl": "mqtts://host", "dsp-mqtt:%s": "flow", "dsp-mqtt:password": "secret"}""".formatted(name));

        assertThat(address.credential()).isEqualTo(new MqttCredential(Optional.of("flow"), "secret"));
        assertThat(address.tokenLife()).isEmpty();
        assertThat(address.toString()).contains("flow").doesNotContain("secret");
    }

    @Test
    void anAddressWithoutACredentialIsRefused() {
        assertThatThrownBy(() -> parse("{\"dsp-mqtt:baseUrl\": \"mqtts://host\", \"dsp-mqtt:user\": \"u\"}"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("dsp-mqtt:authorization");
    }

    @Test
    void withoutATopicTheBrokerDecides() throws Exception {
        MqttDataAddress address = parse("{\"dsp-mqtt:baseUrl\": \"mqtts://host\", \"dsp-mqtt:authorization\": \"x\"}");

        assertThat(address.topics()).isEmpty();
    }

    @Test
    void anAddressOfAnotherKindIsRefusedByTheNameOfWhatItLacks() {
        assertThatThrownBy(() -> parse("{\"type\": \"HttpData\", \"endpoint\": \"http://host\"}"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("dsp-mqtt:baseUrl");
    }

    private static MqttDataAddress parse(String json) throws Exception {
        return MqttDataAddress.parse(new ObjectMapper().readTree(json));
    }
}
