package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and what the others are told. */
@ExtendWith(NoLeaks.class)
class AdmissionTest {
    private static final String REFUSED_V3 = "20020005";
    private static final String REFUSED_V5 = "2003008700";
    private static final String UNAVAILABLE_V3 = "20020003";
    private static final String UNAVAILABLE_V5 = "2003008800";

    private static Mosquitto mosquitto;
    private static Provider provider;

    private final String flowId = UUID.randomUUID().toString();

    @BeforeAll
    static void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        mosquitto = new Mosquitto(broker);
        provider = new Provider(gateway);
    }

    @AfterAll
    static void stop() {
        if (mosquitto != null) {
            provider.close();
            mosquitto.close();
        }
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(Door.values())
                .flatMap(door -> Stream.of("mqtt", "mqtts", "ws", "wss").map(scheme -> Arguments.of(door, scheme)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aVersion5ClientReceivesOverEveryTransport(Door door, String scheme) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry(scheme), "plant/#");
        Mqtt5BlockingClient client = door.v5(provider, "me", token);

        client.connect();
        try (var received = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("plant/a").send();
            mosquitto.publish("plant/a", "hello");

            assertThat(received.receive(10, TimeUnit.SECONDS))
                    .hasValueSatisfying(message -> assertThat(message.getPayloadAsBytes())
                            .isEqualTo("hello".getBytes(StandardCharsets.UTF_8)));
        }
        client.disconnect();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aVersion3ClientReceivesOverEveryTransport(Door door, String scheme) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry(scheme), "plant/#");
        Mqtt3BlockingClient client = door.v3(provider, "me", token);

        client.connect();
        try (var received = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("plant/a").send();
            mosquitto.publish("plant/a", "hello");

            assertThat(received.receive(10, TimeUnit.SECONDS)).isPresent();
        }
        client.disconnect();
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aChangedTokenIsRefused(Door door, int version) throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        int middle = token.length() / 2;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';

        assertRefused(door, version, token.substring(0, middle) + other + token.substring(middle + 1));
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aTokenOfAnotherKeyIsRefused(Door door, int version) throws IOException {
        provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");

        assertRefused(door, version, provider.forge(flowId, SigningKey.generate()));
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void anExpiredTokenIsRefused(Door door, int version) throws IOException {
        Instant end = Instant.now().plusMillis(2_100);
        String token = provider.start(flowId, mosquitto.entry("mqtt"), Permission.SUBSCRIBE, false, end, "plant/#");
        await().until(() -> Instant.now().isAfter(end));

        assertRefused(door, version, token);
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void noTokenIsRefused(Door door, int version) throws IOException {
        assertRefused(door, version, "");
        assertRefused(door, version, "nonsense");
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, 0x02, "me"));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? REFUSED_V3 : REFUSED_V5);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aTokenFromBeforeASuspensionIsRefusedAndTheNewOneCounts(Door door, int version) throws IOException {
        String old = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        provider.grants.suspend(flowId, Party.PROVIDER);
        assertRefused(door, version, old);

        String renewed = provider.resume(flowId);

        assertRefused(door, version, old);
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, "me", renewed));
            assertThat(client.read()).startsWith("20").matches("20..0000.*");
        }
    }

    private static void assertRefused(Door door, int version, String token) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, "me", token));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? REFUSED_V3 : REFUSED_V5);
        }
    }

    @ParameterizedTest
    @CsvSource({"MQIsdp, 3, 20020001", "MQTT, 3, 20020001", "MQTT, 132, 20020001", "MQTT, 6, 2003008400"})
    void otherProtocolLevelsAreRefused(String protocol, int level, String expected) throws IOException {
        for (Door door : Door.values()) {
            try (RawClient client = door.raw(provider)) {
                client.send(packet(0x10, protocol, level, 0x02, 0, 60, "me"));
                assertThat(client.readToEnd()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 20020003", "5, 2003008900"})
    void whoCannotBeJudgedNowIsToldToComeAgain(int version, String expected, @TempDir Path directory)
            throws IOException {
        Admission busy = new Admission.Denied(Admission.Reason.BUSY, Optional.empty());
        try (Provider other = new Provider(directory, grants -> token -> CompletableFuture.completedFuture(busy));
                RawClient client = RawClient.tls(other)) {
            client.send(connect(version, "me", "x"));
            assertThat(client.readToEnd()).isEqualTo(expected);
        }
    }

    @Test
    void aJudgementThatFailsLetsNobodyIn(@TempDir Path directory) throws IOException {
        try (Provider other = new Provider(
                        directory, grants -> token -> CompletableFuture.failedFuture(new IllegalStateException()));
                RawClient client = RawClient.tls(other)) {
            client.send(connect(V5, "me", "x"));
            assertThat(client.readToEnd()).isEqualTo(UNAVAILABLE_V5);
        }
    }

    @Test
    void accessThatEndsBetweenJudgementAndSessionIsRefused(@TempDir Path directory) throws IOException {
        Function<Grants, Admissions> tooLate =
                grants -> login -> grants.admit(login).thenApply(admission -> {
                    grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
                    return admission;
                });
        try (Provider other = new Provider(directory, tooLate);
                RawClient client = RawClient.tls(other)) {
            client.send(connect(V5, "me", other.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#")));
            assertThat(client.readToEnd()).isEqualTo(REFUSED_V5);
        }
    }

    @Test
    void anAuthenticationMethodIsRefused() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connectWith(V5, 0xC2, bytes(0x15, "SCRAM"), "me", "any", token));
            assertThat(client.readToEnd()).isEqualTo("2003008c00");
        }
    }

    @Test
    void aVersion3PasswordWithoutUserNameIsAViolation() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V3, 0x42, "me", token));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aVersion5PasswordWithoutUserNameIsFine() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, 0x42, "me", token));
            assertThat(client.read()).matches("20..0000.*");
        }
    }

    @Test
    void anEmptyClientIdOfVersion5IsReplacedAndTheClientIsTold() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "", token));
            assertThat(client.read())
                    .matches("20..0000.*120016([0-9a-f]{44}).*")
                    .doesNotContain(hexOf(flowId));
        }
    }

    @Test
    void aClientIdOfItsOwnIsNotToldBack() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            // Mosquitto's Receive Maximum of 20, and the gateway's Maximum Packet Size: nothing else.
            assertThat(client.read()).isEqualTo("200b0000" + "08" + "210014" + "2700100000");
        }
    }

    @ParameterizedTest
    @CsvSource({"194, 20020000", "192, 20020002"})
    void anEmptyClientIdOfVersion3NeedsACleanSession(int flags, String expected) throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V3, flags, "", "any", token));
            assertThat(client.read()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aBrokerThatIsAwayIsUnavailable(Door door, int version) throws IOException {
        Broker away = Broker.at(URI.create("mqtt://127.0.0.1:" + Ports.free()));
        String token = provider.subscriber(flowId, away, "plant/#");
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, "me", token));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? UNAVAILABLE_V3 : UNAVAILABLE_V5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aLoginThatTheBrokerRefusesIsTheGatewaysProblem(int version) throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt", "wrong"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(version, "me", token));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? UNAVAILABLE_V3 : UNAVAILABLE_V5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aPasswordThatIsGoneFromTheVaultIsTheGatewaysProblem(int version) throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt", null), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(version, "me", token));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? UNAVAILABLE_V3 : UNAVAILABLE_V5);
        }
    }

    @Test
    void aBrokerWhoseCertificateNamesAnotherHostIsNotTrusted() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.unnamedEntry(), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            assertThat(client.readToEnd()).isEqualTo(UNAVAILABLE_V5);
        }
    }

    @Test
    void aBrokerOfAnotherAuthorityIsNotTrusted(@TempDir Path elsewhere) throws Exception {
        try (Mosquitto stranger = new Mosquitto(elsewhere)) {
            Broker entry = stranger.entry("mqtts");
            Broker mistaken = new Broker(
                    "mistaken", entry.url(), mosquitto.entry("mqtts").login(), entry.topics(), true, entry.dialect());
            String token = provider.subscriber(flowId, mistaken, "plant/#");
            try (RawClient client = RawClient.tls(provider)) {
                client.send(connect(V5, "me", token));
                assertThat(client.readToEnd()).isEqualTo(UNAVAILABLE_V5);
            }
        }
    }

    @Test
    void aGrantHasSoManySessionsAndNoMore() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        RawClient[] clients = new RawClient[4];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = RawClient.tls(provider);
            clients[i].send(connect(V5, "client-" + i, token));
            assertThat(clients[i].read()).matches("20..0000.*");
        }
        try (RawClient fifth = RawClient.tls(provider)) {
            fifth.send(connect(V5, "client-5", token));
            assertThat(fifth.readToEnd()).isEqualTo("2003009700");
        }
        for (RawClient client : clients) {
            client.close();
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (RawClient again = RawClient.tls(provider)) {
                again.send(connect(V5, "client-5", token));
                assertThat(again.read()).matches("20..0000.*");
            }
        });
    }

    @Test
    void theSameClientIdInTwoGrantsDisturbsNobody() throws IOException {
        String one = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        String two = provider.subscriber(flowId + "-2", mosquitto.entry("mqtt"), "plant/#");
        try (RawClient first = RawClient.tls(provider);
                RawClient second = RawClient.tls(provider)) {
            first.send(connect(V5, "me", one));
            first.read();
            second.send(connect(V5, "me", two));
            second.read();

            first.send(packet(0xC0));
            assertThat(first.read()).isEqualTo("d000");
        }
    }

    @Test
    void theSameClientIdInOneGrantTakesOver() throws IOException {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient first = RawClient.tls(provider);
                RawClient second = RawClient.tls(provider)) {
            first.send(connect(V5, "me", token));
            first.read();
            second.send(connect(V5, "me", token));
            assertThat(second.read()).matches("20..0000.*");

            // Mosquitto hangs up on the first without a word.
            assertThat(first.readToEnd()).isEqualTo("e0028b00");
        }
    }

    private static String hexOf(String text) {
        return Wire.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
