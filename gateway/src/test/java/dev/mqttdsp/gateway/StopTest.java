package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.gateway.session.Sessions;
import dev.mqttdsp.gateway.testing.Crowd;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping in good order, and draining. */
@ExtendWith(NoLeaks.class)
class StopTest {
    /** SHA-256 of "me", in base64url, 22 characters. */
    private static final String ME = "J0TM0Qx1M71zatiQ-d1cqy";

    private static final int WILL_FLAGS = 0xC6;

    @TempDir
    private Path directory;

    private Mosquitto mosquitto;
    private Provider provider;

    @BeforeEach
    void start(@TempDir Path broker) throws Exception {
        mosquitto = new Mosquitto(broker);
        provider = new Provider(new Plan(directory).goodbye(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            provider.close();
            mosquitto.close();
        }
    }

    @Test
    void fewSessionsEndAtOnceAndManyInWaves() throws Exception {
        String token = provider.subscriber("few", mosquitto.entry("mqtt"), "a");
        try (RawClient client = connected(connect(V5, "me", token))) {
            assertThat(millis(provider.gateway::close)).isLessThan(10_000);
            assertThat(client.readToEnd()).isEqualTo("e0028b00");
        }

        provider = new Provider(new Plan(directory).goodbye(Duration.ofSeconds(20)));
        try (Crowd crowd = new Crowd(provider)) {
            List<Crowd.Member> members = new ArrayList<>();
            for (int i = 0; i < 210; i++) {
                members.add(crowd.join(provider.subscriber("many-" + i, mosquitto.entry("mqtt"), "a")));
            }
            for (Crowd.Member member : members) {
                assertThat(member.code()).isZero();
            }
            assertThat(provider.gateway.sessions().orElseThrow().count()).isEqualTo(210);

            assertThat(millis(provider.gateway::close)).as("three waves").isBetween(200L, 15_000L);
            for (Crowd.Member member : members) {
                member.cut().get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aRevocationDoesNotWaitForItsWave() throws Exception {
        Sessions sessions = provider.gateway.sessions().orElseThrow();
        String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "a");
        try (RawClient client = connected(connect(V5, "me", token))) {
            sessions.drain(false);
            provider.grants.end("flow", EndReason.TERMINATED_BY_PROVIDER);
            assertThat(client.readToEnd()).isEqualTo("e0029800");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void noWillFiresAndWhatClientsLeaveAtTheBrokerStays(int version) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Mqtt3BlockingClient witness = witness(seen);
        byte[] kept = version == V5 ? bytes(0x11, 0, 0, 1, 0) : bytes();
        byte[] none = version == V5 ? bytes(0) : bytes();
        String token = provider.start("flow", mosquitto.entry("mqtt"), Permission.BOTH, false, "plant/#");
        long epoch = provider.store.find("flow").orElseThrow().sessionEpoch();
        try (RawClient client = connected(
                connectWith(version, WILL_FLAGS & ~2, kept, "me", none, "plant/will", "gone", "any", token))) {
            client.send(subscribe(version, 1, "plant/#", 1));
            assertThat(client.read()).startsWith("90");

            provider.gateway.close();

            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e0028b00" : "");
        }
        await().until(() -> mosquitto.connections() == 1);
        mosquitto.publish("plant/last", "last");
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("last");
        witness.disconnect();
        assertThat(mosquitto.endsSession(version, "flow." + epoch + "." + ME)).isTrue();
    }

    private Mqtt3BlockingClient witness(List<String> seen) {
        BrokerLogin login = mosquitto.entry("mqtt").login();
        Mqtt3BlockingClient witness = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(mosquitto.port())
                .simpleAuth()
                .username(login.user().orElseThrow())
                .password(login.password().orElseThrow().get().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        witness.connect();
        witness.toAsync()
                .subscribeWith()
                .topicFilter("#")
                .callback(message -> seen.add(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
        return witness;
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void drainedItTakesNobodyInAndLetsThoseBeWhoAreThere(int version) throws Exception {
        Sessions sessions = provider.gateway.sessions().orElseThrow();
        String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "a");
        try (RawClient client = connected(connect(version, "me", token))) {
            sessions.drain(false);

            assertThat(provider.gateway.notReady().orElseThrow()).startsWith("it is drained since 20");
            assertThat(answer(connect(version, "other", token))).isEqualTo(version == V5 ? "2003008800" : "20020003");
            assertThat(answer(connect(version, "other", token + "x")))
                    .as("a credential that does not count")
                    .isEqualTo(version == V5 ? "2003008700" : "20020005");
            assertThat(provider.events).anySatisfy(event -> {
                assertThat(event.kind()).isEqualTo(Kind.CONNECT_REFUSED);
                assertThat(event.reason()).isEqualTo("DRAINING");
                assertThat(event.subject().flowId()).isEqualTo("flow");
            });
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");

            sessions.undrain();

            assertThat(provider.gateway.notReady()).isEmpty();
            connected(connect(version, "other", token)).close();
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void itMayBeDrainedOfThoseWhoAreThereToo(int version) throws Exception {
        Sessions sessions = provider.gateway.sessions().orElseThrow();
        String token = provider.subscriber("flow", mosquitto.entry("mqtt"), "a");
        try (RawClient client = connected(connect(version, "me", token))) {
            sessions.drain(false);
            assertThat(sessions.count()).isEqualTo(1);
            sessions.drain(true);

            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "e0028b00" : "");
            assertThat(sessions.count()).isZero();
            await().until(() -> provider.events.stream()
                    .anyMatch(
                            event -> event.kind() == Kind.CUT && event.reason().equals("DRAINING")));
        }
    }

    private RawClient connected(byte[] connect) throws IOException {
        RawClient client = RawClient.tls(provider);
        client.send(connect);
        assertThat(client.read()).matches("20..0000.*");
        return client;
    }

    private String answer(byte[] connect) throws IOException {
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect);
            return client.read();
        }
    }

    private static long millis(Runnable what) {
        long begin = System.nanoTime();
        what.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
