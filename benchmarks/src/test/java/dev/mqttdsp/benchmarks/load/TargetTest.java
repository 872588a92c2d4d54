package dev.mqttdsp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void isATransportAndAnAddress() {
        Target target = Target.of("wss://127.0.0.1:8884");

        assertThat(target.transport()).isEqualTo(Transport.WSS);
        assertThat(target.address().getPort()).isEqualTo(8884);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:8884", "mqtt://127.0.0.1", "127.0.0.1:1883", "mqtt:"})
    void saysWhatIsAccepted(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(url))
                .withMessageContaining("'" + url + "'")
                .withMessageContaining("mqtt, mqtts, ws, wss");
    }
}
