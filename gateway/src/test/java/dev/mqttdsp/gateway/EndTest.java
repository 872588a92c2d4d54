package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.grant.RefreshOutcome;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions end, and that nothing of them is left. Most of the tests wait for a time limit, so they run side by side. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class EndTest {
    private static final int WILL_FLAGS = 0xC6;

    private final String flowId = UUID.randomUUID().toString();
    private Mosquitto mosquitto;
    private Provider provider;

    @BeforeEach
    void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        mosquitto = new Mosquitto(broker);
        provider = new Provider(gateway, Duration.ofSeconds(30), Duration.ofDays(1));
    }

    @AfterEach
    void nothingIsLeft() {
        if (mosquitto != null) {
            await("no connection to the broker is left")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> mosquitto.connections() == 0);
            provider.close();
            mosquitto.close();
        }
    }

    static Stream<Arguments> doorsAndVersions() {
        return Stream.of(Door.values())
                .flatMap(door -> IntStream.of(V3, V5).mapToObj(version -> Arguments.of(door, version)));
    }

    private static RawClient connected(Door door, Provider provider, byte[] connect) throws IOException {
        RawClient client = door.raw(provider);
        client.send(connect);
        assertThat(client.read()).matches("20..0000.*");
        return client;
    }

    @ParameterizedTest
    @MethodSource("doorsAndVersions")
    void endingTheFlowCutsTheLiveSession(Door door, int version) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = connected(door, provider, connect(version, "me", token))) {
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e0029800" : "");
        }
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, "me", token));
            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "2003008700" : "20020005");
        }
    }

    @Test
    void suspendingTheFlowCutsEverySessionOfIt() throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        String other = provider.subscriber(flowId + "-2", mosquitto.entry("mqtt"), "plant/#");
        try (RawClient one = connected(Door.TLS, provider, connect(V5, "one", token));
                RawClient two = connected(Door.WSS, provider, connect(V5, "two", token));
                RawClient untouched = connected(Door.TLS, provider, connect(V5, "one", other))) {
            provider.grants.suspend(flowId, Party.CONSUMER);
            assertThat(one.readToEnd()).isEqualTo("e0029800");
            assertThat(two.readToEnd()).isEqualTo("e0029800");
            untouched.send(packet(0xC0));
            assertThat(untouched.read()).isEqualTo("d000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void noWillOfARevokedClientFires(int version) throws Exception {
        try (RawClient witness = witness()) {
            try (RawClient client = connected(Door.TLS, provider, connectWithWill(version))) {
                // Part of a packet is on its way: it must not keep the goodbye from the broker.
                client.send(new byte[] {0x30, 100, 0, 7, 'p'});
                provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
                client.readToEnd();
            }
            await().until(() -> mosquitto.connections() == 1);
            witness.send(packet(0xC0));
            assertThat(witness.read()).isEqualTo("d000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void theWillOfALostClientFires(int version) throws Exception {
        try (RawClient witness = witness()) {
            connected(Door.TLS, provider, connectWithWill(version)).close();
            assertThat(witness.read()).isEqualTo(hex(packet(0x30, "plant/will", 0, bytes('g'))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void noWillOfAClientFiresThatSaysGoodbye(int version) throws Exception {
        try (RawClient witness = witness()) {
            try (RawClient client = connected(Door.TLS, provider, connectWithWill(version))) {
                client.send(packet(0xE0));
                assertThat(client.readToEnd()).isEmpty();
            }
            await().until(() -> mosquitto.connections() == 1);
            witness.send(packet(0xC0));
            assertThat(witness.read()).isEqualTo("d000");
        }
    }

    @Test
    void aClientMayAskForItsWill() throws Exception {
        try (RawClient witness = witness();
                RawClient client = connected(Door.WSS, provider, connectWithWill(V5))) {
            client.send(packet(0xE0, 0x04));
            assertThat(witness.read()).isEqualTo(hex(packet(0x30, "plant/will", 0, bytes('g'))));
        }
    }

    private byte[] connectWithWill(int version) {
        String token = provider.start(flowId, mosquitto.entry("mqtt"), Permission.BOTH, false, "plant/#");
        byte[] none = version == V5 ? bytes(0) : bytes();
        return connectWith(version, WILL_FLAGS, new byte[0], "me", none, "plant/will", "g", "any", token);
    }

    private RawClient witness() throws IOException {
        String token = provider.subscriber(flowId + "-witness", mosquitto.entry("mqtt"), "plant/#");
        RawClient witness = connected(Door.TLS, provider, connect(V5, "witness", token));
        witness.send(subscribe(V5, 1, "plant/#", 0));
        witness.read();
        return witness;
    }

    @ParameterizedTest
    @MethodSource("doorsAndVersions")
    void accessExpires(Door door, int version, @TempDir Path directory) throws Exception {
        try (Provider brief = new Provider(directory, Duration.ofSeconds(4), Duration.ofDays(1))) {
            String token = brief.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
            try (RawClient client = connected(door, brief, connect(version, "me", token))) {
                assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e002a000" : "");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLS, 4", "WSS, 5"})
    void aRefreshKeepsTheSessionBeyondItsToken(Door door, int version, @TempDir Path directory) throws Exception {
        try (Provider brief = new Provider(directory, Duration.ofSeconds(4), Duration.ofDays(1))) {
            String token = brief.subscriber(flowId, mosquitto.entry("mqtt"), "a");
            try (RawClient client = connected(door, brief, connect(version, "c", token))) {
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                RefreshOutcome refreshed = brief.refresh(brief.refreshToken(flowId));
                Instant end =
                        ((RefreshOutcome.Refreshed) refreshed).accessToken().expiresAt();

                assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e002a000" : "");
                assertThat(Instant.now()).isAfterOrEqualTo(end);
            }
        }
    }

    @Test
    void aRefreshDoesNotKeepItBeyondTheLongest(@TempDir Path directory) throws Exception {
        try (Provider brief = new Provider(directory, Duration.ofSeconds(30), Duration.ofSeconds(1))) {
            String token = brief.subscriber(flowId, mosquitto.entry("mqtt"), "a");
            try (RawClient client = connected(Door.TLS, brief, connect(V5, "c", token))) {
                brief.refresh(brief.refreshToken(flowId));

                assertThat(client.read()).isEqualTo("e002a000");
            }
        }
    }

    @Test
    void anIncidentEndsTheSession() throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "a");
        String first = provider.refreshToken(flowId);
        try (RawClient client = connected(Door.TLS, provider, connect(V5, "c", token))) {
            provider.refresh(first);
            provider.refresh(provider.refreshToken(flowId));
            provider.refresh(first);

            assertThat(client.read()).isEqualTo("e0029800");
        }
    }

    @Test
    void noSessionIsLongerThanTheLongest(@TempDir Path directory) throws Exception {
        try (Provider brief = new Provider(directory, Duration.ofMinutes(5), Duration.ofSeconds(1))) {
            String token = brief.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
            try (RawClient client = connected(Door.TLS, brief, connect(V5, "me", token))) {
                assertThat(client.readToEnd()).isEqualTo("e002a000");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doorsAndVersions")
    void aLostBrokerEndsTheSession(Door door, int version) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = connected(door, provider, connect(version, "me", token))) {
            mosquitto.stop();
            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e0028b00" : "");
        }
        mosquitto.start();
        try (RawClient client = connected(door, provider, connect(version, "me", token))) {
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @ParameterizedTest
    @MethodSource("doorsAndVersions")
    void theGatewaySaysThatItStops(Door door, int version) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = connected(door, provider, connect(version, "me", token))) {
            provider.gateway.close();
            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e0028b00" : "");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aSilentClientIsLost(int version) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        byte[] connect = connect(version, "me", token);
        int keepAlive = 2 + (connect[1] < 0 ? 1 : 0) + 9;
        connect[keepAlive] = 1;
        try (RawClient client = connected(Door.WSS, provider, connect)) {
            client.writeAll(RawClient.frame(0x89, bytes('p'))); // a ping of WebSocket is no sign of life
            assertThat(client.readFrame()).isEqualTo(bytes(0x8A, 'p'));
            assertThat(client.readToEnd()).isIn(version == V5 ? "e0028d00" : "", version == V5 ? "e0028b00" : "");
        }
    }

    @Test
    void theSessionEndsNoLaterThanTheContract() throws Exception {
        String token = provider.start(
                flowId,
                mosquitto.entry("mqtt"),
                Permission.SUBSCRIBE,
                false,
                Instant.now().plusSeconds(1_000),
                "plant/#");
        byte[] forever = bytes(0x11, 0xFF, 0xFF, 0xFF, 0xFF);
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connectWith(V5, 0xC2, forever, "me", "any", token));
            // 1,000 s or a little less, and the client is told (MQTT 5.0 §3.2.2.3.2).
            assertThat(client.read()).matches("20..0000.*11000003[de].");
        }
    }
}
