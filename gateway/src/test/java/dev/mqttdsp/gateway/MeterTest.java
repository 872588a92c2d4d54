package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway measures of itself. */
@ExtendWith(NoLeaks.class)
class MeterTest {
    private static Mosquitto mosquitto;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(@TempDir Path broker) throws Exception {
        mosquitto = new Mosquitto(broker);
    }

    @AfterAll
    static void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    private static double count(Provider provider, String name, String direction) {
        return provider.meters
                .get(name)
                .tag("direction", direction)
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void messagesAndBytesAreCountedEachWay(Door door) throws IOException {
        try (Provider provider = new Provider(directory);
                RawClient client = door.raw(provider)) {
            client.send(
                    connect(V5, "me", provider.start("flow", mosquitto.entry("mqtt"), Permission.BOTH, false, "p/#")));
            client.read();
            client.send(subscribe(V5, 1, "p/a", 0));
            client.read();
            byte[] publish = packet(0x30, "p/a", 0, bytes('x'));
            for (int i = 0; i < 5; i++) {
                client.send(publish);
                assertThat(client.read()).startsWith("30");
            }
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");

            assertThat(count(provider, "mqtt.gateway.messages", "from_client")).isEqualTo(5);
            assertThat(count(provider, "mqtt.gateway.messages", "to_client")).isEqualTo(5);
            assertThat(count(provider, "mqtt.gateway.bytes", "from_client")).isGreaterThan(5 * publish.length);
            assertThat(count(provider, "mqtt.gateway.bytes", "to_client")).isGreaterThanOrEqualTo(5 * publish.length);
            client.send(packet(0xE0));
            client.readToEnd();
            await().untilAsserted(() -> assertThat(provider.events)
                    .last()
                    .extracting(AccessEvent::details)
                    .satisfies(details -> assertThat(details)
                            .containsEntry("messagesToClient", "5")
                            .containsEntry("messagesFromClient", "5")
                            .containsKeys("bytesToClient", "bytesFromClient")));
        }
    }

    @Test
    void sessionsAreShownByGrantAndCutsAreTimed() throws IOException {
        try (Provider provider = new Provider(directory)) {
            String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "p/#");
            try (RawClient first = RawClient.tls(provider);
                    RawClient second = RawClient.webSocket(provider)) {
                first.send(connect(V3, "first", token));
                first.read();
                second.send(connect(V5, "second", token));
                second.read();

                assertThat(provider.meters
                                .get("mqtt.gateway.sessions")
                                .tags("flow", "flow", "consumer", "consumer", "asset", "asset")
                                .gauge()
                                .value())
                        .isEqualTo(2);
                provider.grants.end("flow", EndReason.TERMINATED_BY_PROVIDER);
                first.readToEnd();
                second.readToEnd();
            }

            await().until(() -> provider.meters.get("mqtt.gateway.cut").timer().count() == 2);
            assertThat(provider.meters.find("mqtt.gateway.sessions").meters()).isEmpty();
            assertThat(provider.meters.get("mqtt.gateway.handshake").timer().count())
                    .isEqualTo(2);
            assertThat(provider.meters.get("mqtt.gateway.admission").timer().count())
                    .isEqualTo(2);
            assertThat(provider.meters.get("mqtt.gateway.connect").timer().count())
                    .isEqualTo(2);
        }
    }

    @Test
    void withTheGatewayItsMetersGo() throws IOException {
        Provider provider = new Provider(directory);
        assertThat(provider.meters.getMeters()).isNotEmpty();

        provider.close();

        assertThat(provider.meters.getMeters()).extracting(Meter::getId).isEmpty();
    }
}
