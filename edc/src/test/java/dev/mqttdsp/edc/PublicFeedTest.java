package dev.mqttdsp.edc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.edc.settings.FeedSettings;
import dev.mqttdsp.edc.settings.MqttSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.eclipse.edc.util.io.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicFeedTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    @Test
    void itIsServedWithTheGatewaysCertificate() {
        try (AccessCore core = core();
                PublicFeed feed = start(core, Ports.getFreePort(17_000, 22_000))) {
            assertThat(feed.server().port()).isPositive();
            assertThat(directory.resolve("server.pem")).exists();
        }
    }

    @Test
    void aPortInUseIsNamedWithItsKey() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AccessCore core = core()) {
            assertThatThrownBy(() -> start(core, taken.getLocalPort()))
                    .isInstanceOf(EdcException.class)
                    .hasMessageStartingWith("edc.mqtt.feed.port: ")
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    private PublicFeed start(AccessCore core, int port) {
        return PublicFeed.start(new FeedSettings("127.0.0.1", port, SECRET), settings(), core);
    }

    private AccessCore core() {
        return AccessCore.of(
                settings(),
                "provider",
                alias -> null,
                RefreshRules.NONE,
                AccessEvents.NONE,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private MqttSettings settings() {
        return MqttSettings.read(ConfigFactory.fromMap(Map.of("edc.mqtt.data.dir", directory.toString())));
    }
}
