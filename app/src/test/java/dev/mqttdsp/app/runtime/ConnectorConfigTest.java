package dev.mqttdsp.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.app.FailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.edc.spi.system.configuration.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorConfigTest {
    @TempDir
    private Path directory;

    @Test
    void needsNothingButTheParticipantId() throws Exception {
        Config config = read("edc.participant.id=me").toEdc();

        assertThat(config.getInteger("web.http.management.port")).isEqualTo(8181);
        assertThat(config.getString("edc.dsp.callback.address")).isEqualTo("http://localhost:8282/api/protocol");
        assertThatThrownBy(() -> read("edc.participant.id="))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("edc.participant.id");
    }

    @Test
    void theAddressForPartnersFollowsThePort() throws Exception {
        Config config =
                read("edc.participant.id=me", "web.http.protocol.port=9999").toEdc();

        assertThat(config.getString("edc.dsp.callback.address")).isEqualTo("http://localhost:9999/api/protocol");
    }

    @Test
    void theEmbeddedBrokerIsAnEntryOfItsOwn() throws Exception {
        Config config = read("edc.participant.id=me", "edc.mqtt.broker.embedded=true", "edc.mqtt.broker.port=1999")
                .toEdc();

        assertThat(config.getString("edc.mqtt.broker.embedded.url")).isEqualTo("mqtt://127.0.0.1:1999");
        assertThat(config.getString("edc.mqtt.broker.embedded.dialect")).isEqualTo("artemis");
    }

    @Test
    void aPortInUseIsNamedWithItsKeyAndOneThatIsNoneToo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConnectorConfig config = read("edc.participant.id=me", "web.http.port=" + taken.getLocalPort());

            assertThatThrownBy(config::requireFreePorts)
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("web.http.port");
        }
        ConnectorConfig config = read("edc.participant.id=me", "web.http.port=eighty");
        assertThatThrownBy(config::requireFreePorts)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("web.http.port")
                .hasMessageContaining("eighty");
    }

    @Test
    void withoutTheGatewayTheWebPortIsNeededAndThePortForMqttIsNot() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> free = List.of(
                    "edc.participant.id=me",
                    "web.http.port=0",
                    "web.http.management.port=0",
                    "web.http.protocol.port=0",
                    "web.http.control.port=0",
                    "edc.mqtt.gateway.enabled=false");

            assertThatThrownBy(() -> read(free, "edc.mqtt.public.port=" + taken.getLocalPort())
                            .requireFreePorts())
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("edc.mqtt.public.port");
            read(free, "edc.mqtt.public.port=0", "edc.mqtt.public.tls.port=" + taken.getLocalPort())
                    .requireFreePorts();
        }
    }

    @Test
    void aWalletElsewhereNeedsADidAndNoPortForCredentials() throws Exception {
        String sts = "edc.iam.sts.oauth.token.url=https://wallet.example/token";
        assertThatThrownBy(() -> read("edc.participant.id=me", sts))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("edc.participant.id: found 'me'")
                .hasMessageContaining("edc.iam.sts.oauth.token.url");

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> free = List.of(
                    "edc.participant.id=did:web:me.example",
                    "web.http.port=0",
                    "web.http.management.port=0",
                    "web.http.protocol.port=0",
                    "web.http.control.port=0",
                    "edc.mqtt.public.port=0",
                    "edc.mqtt.gateway.enabled=false",
                    "web.http.credentials.port=" + taken.getLocalPort());

            assertThatThrownBy(() -> read(free).requireFreePorts()).hasMessageContaining("web.http.credentials.port");
            read(free, sts).requireFreePorts();
        }
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThatThrownBy(() -> ConnectorConfig.read(directory.resolve("nowhere")))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("there is no such file");
    }

    private ConnectorConfig read(List<String> lines, String... more) throws IOException {
        return read(Stream.concat(lines.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private ConnectorConfig read(String... lines) throws IOException {
        Path file = directory.resolve("connector.properties");
        return ConnectorConfig.read(Files.writeString(file, String.join("\n", lines)));
    }
}
