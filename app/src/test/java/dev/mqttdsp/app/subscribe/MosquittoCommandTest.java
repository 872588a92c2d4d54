package dev.mqttdsp.app.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.MqttDataAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MosquittoCommandTest {

    @Test
    void isQuotedForTheShell() {
        MqttDataAddress address = new MqttDataAddress(URI.create("mqtts://host"), "to'ken", List.of("a/$b", "c d"));

        assertThat(MosquittoCommand.of(address, Optional.of(Path.of("ca file.pem"))))
                .isEqualTo("mosquitto_sub -v -h host -p 8883 --cafile 'ca file.pem' -t 'a/$b' -t 'c d' -u any"
                        + " -P 'to'\\''ken'");
    }

    @Test
    void cannotBeHadForWebSocket() {
        MqttDataAddress address = new MqttDataAddress(URI.create("wss://host/mqtt"), "token", List.of("a"));

        assertThatThrownBy(() -> MosquittoCommand.of(address, Optional.empty()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("--endpoint tls")
                .hasMessageNotContaining("token");
    }
}
