package dev.mqttdsp.edc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.edc.settings.MqttSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.eclipse.edc.util.io.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicGatewayTest {
    @TempDir
    private Path directory;

    private final int webPort = Ports.getFreePort(17_000, 22_000);
    private final int tlsPort = Ports.getFreePort(17_000, 22_000);

    @Test
    void theOperatorIsToldWhereConsumersGoAndWhatTheyHaveToTrust() {
        List<String> told = new ArrayList<>();
        Monitor monitor = new Monitor() {
            @Override
            public void info(Supplier<String> message, Throwable... errors) {
                told.add(message.get());
            }
        };

        start(Map.of(), monitor);

        assertThat(told)
                .anySatisfy(line ->
                        assertThat(line).contains(directory.resolve("ca.pem").toString()))
                .anySatisfy(line -> assertThat(line)
                        .contains("wss://localhost:" + webPort + "/mqtt", "mqtts://localhost:" + tlsPort));
    }

    @Test
    void aPortInUseIsNamedWithTheKeyThatChangesIt() throws IOException {
        assertThatThrownByAPortInUse(webPort, "edc.mqtt.public.port");
        assertThatThrownByAPortInUse(tlsPort, "edc.mqtt.public.tls.port");
    }

    @Test
    void switchedOffItServesTokensAndKeysAtAPortOfItsOwn() throws IOException {
        List<String> told = new ArrayList<>();
        Monitor monitor = new Monitor() {
            @Override
            public void info(Supplier<String> message, Throwable... errors) {
                told.add(message.get());
            }
        };

        try (ServerSocket other = new ServerSocket(tlsPort, 1, InetAddress.getLoopbackAddress())) {
            start(Map.of("edc.mqtt.gateway.enabled", "false"), monitor);
            assertThat(other.isBound()).isTrue();
        }

        assertThat(told)
                .anySatisfy(line -> assertThat(line).contains("no gateway", "https://localhost:" + webPort + "/token"));
        try (ServerSocket other = new ServerSocket(webPort, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(Map.of("edc.mqtt.gateway.enabled", "false"), new Monitor() {}))
                    .isInstanceOf(EdcException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("in use; set edc.mqtt.public.port to another port");
        }
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveIsNamed() {
        assertThatThrownBy(() -> start(Map.of("edc.mqtt.public.bind", "192.0.2.1"), new Monitor() {}))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("edc.mqtt.public.bind");
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        String file = Files.writeString(directory.resolve("mine.pem"), "not a certificate")
                .toString();

        assertThatThrownBy(() -> start(
                        Map.of("edc.mqtt.public.certificate", file, "edc.mqtt.public.key", file), new Monitor() {}))
                .isInstanceOf(EdcException.class)
                .hasMessageContaining(file);
    }

    private void assertThatThrownByAPortInUse(int port, String key) throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(Map.of(), new Monitor() {}))
                    .isInstanceOf(EdcException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("in use; set " + key + " to another port");
        }
    }

    private void start(Map<String, String> entries, Monitor monitor) {
        Map<String, String> all = new HashMap<>(Map.of(
                "edc.mqtt.data.dir", directory.toString(),
                "edc.mqtt.public.port", String.valueOf(webPort),
                "edc.mqtt.public.tls.port", String.valueOf(tlsPort)));
        all.putAll(entries);
        MqttSettings settings = MqttSettings.read(ConfigFactory.fromMap(all));
        MeterRegistry meters = new SimpleMeterRegistry();
        try (AccessCore core = AccessCore.of(
                        settings,
                        "provider",
                        alias -> null,
                        RefreshRules.NONE,
                        AccessEvents.NONE,
                        meters,
                        Clock.systemUTC());
                var gateway = PublicGateway.start(settings, core, new Brokers(List.of()), meters, monitor)) {
            assertThat(gateway.webPort()).isEqualTo(webPort);
        }
    }
}
