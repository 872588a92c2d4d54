package dev.mqttdsp.app.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.MqttCredential;
import dev.mqttdsp.client.MqttDataAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MosquittoCommandTest {

    @Test
    void isQuotedForTheShell() {
        MqttDataAddress address = address("mqtts://host", MqttCredential.token("to'ken"), "a/$b", "c d");

        assertThat(MosquittoCommand.of(address, Optional.of(Path.of("ca file.pem"))))
                .isEqualTo("mosquitto_sub -v -h host -p 8883 --cafile 'ca file.pem' -t 'a/$b' -t 'c d' -u any"
                        + " -P 'to'\\''ken'");
    }

    @Test
    void namesTheUserWhereThereIsOne() {
        MqttDataAddress address =
                address("mqtts://host:8883", new MqttCredential(Optional.of("flow 1"), "secret"), "a");

        assertThat(MosquittoCommand.of(address, Optional.empty())).endsWith(" -t 'a' -u 'flow 1' -P 'secret'");
    }

    @Test
    void cannotBeHadForWebSocket() {
        MqttDataAddress address = address("wss://host/mqtt", MqttCredential.token("token"), "a");

        assertThatThrownBy(() -> MosquittoCommand.of(address, Optional.empty()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("--endpoint tls")
                .hasMessageNotContaining("token");
    }

    private static MqttDataAddress address(String url, MqttCredential credential, String... topics) {
        return new MqttDataAddress(URI.create(url), credential, List.of(topics), Optional.empty());
    }
}
