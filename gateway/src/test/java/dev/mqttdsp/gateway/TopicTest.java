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

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may receive and send, before a broker that would let it do anything. */
@ExtendWith(NoLeaks.class)
class TopicTest {
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

    private RawClient subscriber(int version, String... topics) throws IOException {
        return connected(version, provider.subscriber(flowId, mosquitto.entry("mqtt"), topics));
    }

    private RawClient publisher(int version, boolean retain) throws IOException {
        return connected(version, provider.start(flowId, mosquitto.entry("mqtt"), Permission.BOTH, retain, "plant/#"));
    }

    private static RawClient connected(int version, String token) throws IOException {
        RawClient client = RawClient.tls(provider);
        client.send(connect(version, "me", token));
        assertThat(client.read()).matches("20..0000.*");
        return client;
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void deniedFiltersAreAnsweredInTheirOwnPosition(Door door) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/+/temperature", "hall");
        try (RawClient client = door.raw(provider)) {
            client.send(connect(V5, "me", token));
            client.read();
            // Subscription identifier 5, a user property, and options that have to survive.
            byte[] properties = bytes(0x0B, 5, 0x26, "a", "b");
            client.send(packet(
                    0x82,
                    0,
                    9,
                    properties.length,
                    properties,
                    "secret",
                    0,
                    "plant/1/temperature",
                    0x29,
                    "plant/#",
                    1,
                    "hall",
                    2,
                    "#",
                    0,
                    "+/+",
                    0,
                    "$SYS/#",
                    0));

            assertThat(client.read()).isEqualTo("900a0009" + "00" + "87" + "01" + "87" + "02" + "87" + "87" + "87");
            mosquitto.publish("secret", "no");
            mosquitto.publish("hall", "x");
            assertThat(client.read()).isEqualTo(hex(packet(0x30, "hall", 2, 0x0B, 5, bytes('x'))));
        }
    }

    @Test
    void version3KnowsOneFailure() throws Exception {
        try (RawClient client = subscriber(V3, "plant/a")) {
            client.send(subscribe(V3, 1, "plant/b", 0, "plant/a", 1, "#", 0));
            assertThat(client.read()).isEqualTo("90050001" + "800180");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void whenEverythingIsDeniedTheGatewayAnswers(int version) throws Exception {
        try (RawClient client = subscriber(version, "plant/a")) {
            client.send(subscribe(version, 1, "secret", 0, "plant/+", 0));
            assertThat(client.read()).isEqualTo(version == V3 ? "900400018080" : "90050001008787");
        }
    }

    @Test
    void severalSubscribesMayBeUnderWay() throws Exception {
        try (RawClient client = subscriber(V5, "plant/#")) {
            client.send(bytes(
                    subscribe(V5, 1, "plant/a", 0, "x", 0),
                    subscribe(V5, 2, "y", 0, "plant/b", 1),
                    subscribe(V5, 3, "plant/c", 2)));
            assertThat(Stream.of(client.read(), client.read(), client.read()))
                    .containsExactlyInAnyOrder("90050001000087", "90050002008701", "9004000300" + "02");
        }
    }

    @Test
    void aPublishOnlyGrantReceivesNothing() throws Exception {
        String token = provider.start(flowId, mosquitto.entry("mqtt"), Permission.PUBLISH, false, "plant/#");
        try (RawClient client = connected(V5, token)) {
            client.send(subscribe(V5, 1, "plant/a", 0));
            assertThat(client.read()).isEqualTo("9004000100" + "87");
        }
    }

    /** A share name with a slash in it would make Mosquitto subscribe to what stands behind the slash. */
    @ParameterizedTest
    @ValueSource(strings = {"$share/g/secret/a", "$share/secret/a", "$share/plant/secret/a", "$share/g/#"})
    void sharesAreJudgedByTheirFilter(String filter) throws Exception {
        try (RawClient client = subscriber(V5, "plant/#")) {
            client.send(subscribe(V5, 1, filter, 0));
            assertThat(client.read()).isEqualTo("9004000100" + "87");
        }
    }

    @Test
    void aTrickyShareReachesNothingElse() throws Exception {
        try (RawClient client = subscriber(V3, "secret/a", "plant/#")) {
            client.send(subscribe(V3, 1, "$share/g/plant/x", 0, "$share/g/secret/a", 0, "$share/../plant/y", 0));
            assertThat(client.read()).isEqualTo("90050001000000");
            mosquitto.publish("plant/x", "1");
            assertThat(client.read()).isEqualTo(hex(packet(0x30, "plant/x", bytes('1'))));
        }
        try (RawClient client = subscriber(V3, "plant/#")) {
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @Test
    void twoGrantsWithOneShareNameDoNotTakeEachOthersMessages() throws Exception {
        String other = provider.subscriber(flowId + "-2", mosquitto.entry("mqtt"), "plant/#");
        try (RawClient one = subscriber(V5, "plant/#");
                RawClient two = connected(V5, other)) {
            for (RawClient client : new RawClient[] {one, two}) {
                client.send(subscribe(V5, 1, "$share/group/plant/x", 0));
                assertThat(client.read()).isEqualTo("9004000100" + "00");
            }
            mosquitto.publish("plant/x", "1");
            String message = hex(packet(0x30, "plant/x", 0, bytes('1')));
            assertThat(one.read()).isEqualTo(message);
            assertThat(two.read()).isEqualTo(message);
        }
    }

    @Test
    void twoClientsOfOneGrantShare() throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
        try (RawClient one = connected(V5, token);
                RawClient two = RawClient.tls(provider)) {
            two.send(connect(V5, "other", token));
            two.read();
            for (RawClient client : new RawClient[] {one, two}) {
                client.send(subscribe(V5, 1, "$share/group/plant/x", 0));
                client.read();
            }
            mosquitto.publish("plant/x", "1");
            mosquitto.publish("plant/x", "2");
            assertThat(Stream.of(one.read(), two.read()))
                    .containsExactlyInAnyOrder(
                            hex(packet(0x30, "plant/x", 0, bytes('1'))), hex(packet(0x30, "plant/x", 0, bytes('2'))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void sharesAreUnsubscribedByTheirOwnName(int version) throws Exception {
        try (RawClient client = subscriber(version, "plant/#")) {
            client.send(subscribe(version, 1, "$share/group/plant/x", 0));
            client.read();
            client.send(packet(0xA2, 0, 2, version == V5 ? bytes(0) : bytes(), "$share/group/plant/x"));
            assertThat(client.read()).isEqualTo(version == V3 ? "b0020002" : "b004000200" + "00");
            mosquitto.publish("plant/x", "1");
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @Test
    void unsubscribingFromWhatWasNeverGrantedSaysNothing() throws Exception {
        try (RawClient client = subscriber(V5, "plant/#")) {
            client.send(subscribe(V5, 1, "plant/x", 0));
            client.read();
            client.send(packet(0xA2, 0, 2, 0, "secret", "plant/x", "plant/y"));
            assertThat(client.read()).isEqualTo("b0060002" + "00" + "11" + "00" + "11");
            client.send(packet(0xA2, 0, 3, 0, "secret"));
            assertThat(client.read()).isEqualTo("b0040003" + "00" + "11");
        }
    }

    @Test
    void unsubscribingFromWhatWasNeverGrantedIsAnsweredInVersion3() throws Exception {
        try (RawClient client = subscriber(V3, "plant/#")) {
            client.send(packet(0xA2, 0, 3, "secret"));
            assertThat(client.read()).isEqualTo("b0020003");
        }
    }

    @Test
    void whatIsGrantedIsPublished() throws Exception {
        try (RawClient client = publisher(V5, true)) {
            client.send(subscribe(V5, 1, "plant/x", 0x08)); // retain as published
            client.read();
            client.send(packet(0x33, "plant/x", 0, 5, 0, bytes('!')));
            assertThat(Stream.of(client.read(), client.read()))
                    .containsExactlyInAnyOrder("40020005", hex(packet(0x31, "plant/x", 0, bytes('!'))));
            client.send(packet(0x31, "plant/x", 0));
        }
    }

    @Test
    void aRefusedPublishOfVersion5IsAnswered() throws Exception {
        try (RawClient client = publisher(V5, false)) {
            client.send(packet(0x32, "secret", 0, 5, 0, bytes('!')));
            assertThat(client.read()).isEqualTo("4003000587");
            client.send(packet(0x34, "secret", 0, 6, 0, bytes('!')));
            assertThat(client.read()).isEqualTo("5003000687");
            client.send(packet(0x33, "plant/x", 0, 7, 0, bytes('!'))); // retained, without that right
            assertThat(client.read()).isEqualTo("4003000787");
            client.send(packet(0x30, "secret", 0, bytes('!')));
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
            // A PUBREL for the refused message, against the rule: the broker ends the exchange.
            client.send(packet(0x62, 0, 6));
            assertThat(client.read()).matches("70020006|7003000692");
        }
    }

    @Test
    void aRefusedPublishOfVersion3EndsTheConnection() throws Exception {
        try (RawClient client = publisher(V3, false)) {
            client.send(packet(0x30, "secret", bytes('!')));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aSubscriberDoesNotPublish() throws Exception {
        try (RawClient client = subscriber(V5, "plant/#")) {
            client.send(packet(0x32, "plant/x", 0, 5, 0, bytes('!')));
            assertThat(client.read()).isEqualTo("4003000587");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aWillWithoutTheRightIsRefused(int version) throws Exception {
        String token = provider.start(flowId, mosquitto.entry("mqtt"), Permission.BOTH, false, "plant/#");
        byte[] none = version == V5 ? bytes(0) : bytes();
        String refused = version == V3 ? "20020005" : "2003008700";
        for (Object[] will : new Object[][] {{0xC6, "secret"}, {0xE6, "plant/x"}}) {
            try (RawClient client = RawClient.tls(provider)) {
                client.send(connectWith(
                        version, (Integer) will[0], new byte[0], "me", none, will[1], "gone", "any", token));
                assertThat(client.readToEnd()).isEqualTo(refused);
            }
        }
        String subscriber = provider.subscriber(flowId + "-2", mosquitto.entry("mqtt"), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connectWith(version, 0xC6, new byte[0], "me", none, "plant/x", "gone", "any", subscriber));
            assertThat(client.readToEnd()).isEqualTo(refused);
        }
    }

    @Test
    void withoutATopicTheBrokerDecides() throws Exception {
        try (RawClient client = subscriber(V5)) {
            client.send(subscribe(V5, 1, "anything/#", 0, "$share/a/$share/b/x", 0));
            assertThat(client.read()).isEqualTo("90050001000087");
        }
    }
}
