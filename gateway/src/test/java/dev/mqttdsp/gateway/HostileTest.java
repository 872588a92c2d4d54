package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.publish;
import static dev.mqttdsp.gateway.testing.Wire.suback;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static dev.mqttdsp.gateway.testing.Wire.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packets that no good client sends, by every door and in every version that could mean them. A version 5 client is told
 * what it did wrong; 3.1.1 has no words for that. After all of them a good session still goes on.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class HostileTest {
    private static final String NOTHING = "";
    private static final String MALFORMED = "e0028100";
    private static final String PROTOCOL_ERROR = "e0028200";
    private static final String NO_TOPIC_NAME = "e0029000";
    private static final String NO_ALIAS = "e0029400";
    private static final String TOO_LARGE = "e0029500";
    private static final String MALFORMED_CONNECT = "2003008100";
    private static final String WRONG_CONNECT = "2003008200";
    private static final byte[] SIXTEEN_MEGABYTES = bytes(0x30, 0x80, 0x80, 0x80, 8);

    /** Bytes that are no string of MQTT (MQTT 5.0 §1.5.4), with their length before them. */
    private static final Map<String, byte[]> NO_STRINGS = Map.of(
            "a stray byte", bytes(0, 2, 0xC3, 0x28),
            "a surrogate", bytes(0, 3, 0xED, 0xA0, 0x80),
            "an overlong slash", bytes(0, 2, 0xC0, 0xAF),
            "more than Unicode has", bytes(0, 4, 0xF4, 0x90, 0x80, 0x80),
            "half a character", bytes(0, 2, 'a', 0xC3),
            "U+0000", bytes(0, 3, 'a', 0, 'b'),
            "an overlong U+0000", bytes(0, 2, 0xC0, 0x80));

    private static Mosquitto mosquitto;
    private static Provider provider;
    private static RawClient good;

    private final String flowId = UUID.randomUUID().toString();

    @BeforeAll
    static void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        mosquitto = new Mosquitto(broker);
        provider = new Provider(gateway);
        String token = provider.subscriber("good", mosquitto.entry("mqtt"), "plant/#");
        good = RawClient.webSocket(provider);
        good.send(connect(V5, "good", token));
        good.read();
    }

    @AfterAll
    static void stop() throws IOException {
        if (mosquitto != null) {
            good.send(packet(0xC0));
            assertThat(good.read()).isEqualTo("d000");
            good.close();
            provider.close();
            mosquitto.close();
        }
    }

    private String token() {
        return provider.start(flowId, mosquitto.entry("mqtt"), Permission.BOTH, true, "plant/#");
    }

    private RawClient connected(Door door, int version) throws IOException {
        RawClient client = door.raw(provider);
        client.send(connect(version, "me", token()));
        assertThat(client.read()).matches("20..0000.*");
        return client;
    }

    /** Cases by name, door and version. */
    private static final class Cases {
        private final List<Arguments> all = new ArrayList<>();

        /** Wrong in both versions. */
        void both(String name, IntFunction<byte[]> packet, String answer) {
            add(name, V3, packet.apply(V3), NOTHING);
            add(name, V5, packet.apply(V5), answer);
        }

        /** The same bytes are wrong in both versions. */
        void both(String name, byte[] packet, String answer) {
            both(name, version -> packet, answer);
        }

        void v3(String name, byte[] packet) {
            add(name, V3, packet, NOTHING);
        }

        void v5(String name, byte[] packet, String answer) {
            add(name, V5, packet, answer);
        }

        private void add(String name, int version, byte[] packet, String answer) {
            for (Door door : Door.values()) {
                all.add(Arguments.of(name, door, version, packet, answer));
            }
        }
    }

    static Stream<Arguments> violations() {
        Cases cases = new Cases();
        cases.both("a second CONNECT", v -> connect(v, "me", "x"), PROTOCOL_ERROR);
        cases.both("a CONNACK", packet(0x20, 0, 0), PROTOCOL_ERROR);
        cases.both("a SUBACK", v -> suback(v, 1, (byte) 0), PROTOCOL_ERROR);
        cases.both("an UNSUBACK", packet(0xB0, 0, 1), PROTOCOL_ERROR);
        cases.both("a PINGRESP", packet(0xD0), PROTOCOL_ERROR);
        cases.both("type 0", packet(0x00), PROTOCOL_ERROR);
        cases.both("type 15, AUTH", packet(0xF0), PROTOCOL_ERROR);
        cases.both("a remaining length without end", bytes(0xC0, 0xFF, 0xFF, 0xFF, 0xFF, 1), MALFORMED);
        cases.both("a remaining length beyond the limit", SIXTEEN_MEGABYTES, TOO_LARGE);
        cases.both("one byte beyond the limit", bytes(0x30, 0xFD, 0xFF, 0x3F), TOO_LARGE);
        cases.both("a SUBSCRIBE beyond the limit", bytes(0x82, 0xFF, 0xFF, 0xFF, 0x7F), TOO_LARGE);
        reservedBits(cases);
        subscriptions(cases);
        messages(cases);
        propertiesOfVersion5(cases);
        cases.v3("a DISCONNECT with a body", packet(0xE0, 0));
        cases.v5("a DISCONNECT with more behind it", packet(0xE0, 0, 0, 9), MALFORMED);
        return cases.all.stream();
    }

    private static void reservedBits(Cases cases) {
        cases.both("flags of PUBACK", packet(0x41, 0, 1), MALFORMED);
        cases.both("flags of PUBREC", packet(0x52, 0, 1), MALFORMED);
        cases.both("flags of PUBREL", packet(0x60, 0, 1), MALFORMED);
        cases.both("flags of PUBCOMP", packet(0x78, 0, 1), MALFORMED);
        cases.both("flags of PINGREQ", packet(0xC1), MALFORMED);
        cases.both("flags of SUBSCRIBE", packet(0x80, 0, 1, 0, "plant/a", 0), MALFORMED);
        cases.both("flags of UNSUBSCRIBE", packet(0xA0, 0, 1, 0, "plant/a"), MALFORMED);
        cases.both("flags of DISCONNECT", packet(0xE1), MALFORMED);
        cases.both("reserved bits of options", v -> subscribe(v, 1, "plant/a", 0xC0), MALFORMED);
        cases.v3("options of version 5", subscribe(V3, 1, "plant/a", 4));
    }

    private static void subscriptions(Cases cases) {
        cases.both("a SUBSCRIBE with identifier 0", v -> subscribe(v, 0, "plant/a", 0), PROTOCOL_ERROR);
        cases.both("an UNSUBSCRIBE with identifier 0", v -> unsubscribe(v, 0, "plant/a"), PROTOCOL_ERROR);
        cases.both("a SUBSCRIBE without filter", v -> subscribe(v, 1), PROTOCOL_ERROR);
        cases.both("an UNSUBSCRIBE without filter", v -> unsubscribe(v, 1), PROTOCOL_ERROR);
        cases.both("an empty SUBSCRIBE", packet(0x82), MALFORMED);
        cases.both("an empty UNSUBSCRIBE", packet(0xA2), MALFORMED);
        cases.both("QoS 3", v -> subscribe(v, 1, "plant/a", 3), MALFORMED);
        cases.both("a SUBSCRIBE without options", v -> subscribe(v, 1, "plant/a"), MALFORMED);
        cases.both("a second filter without options", v -> subscribe(v, 1, "plant/a", 0, "plant/b"), MALFORMED);
        cases.both("a filter longer than the packet", v -> subscribe(v, 1, 0, 9, 'a', 0), MALFORMED);
        cases.both("one longer than the packet in UNSUBSCRIBE", v -> unsubscribe(v, 1, 0, 9, 'a'), MALFORMED);
        NO_STRINGS.forEach((what, text) -> {
            cases.both(what + " in SUBSCRIBE", v -> subscribe(v, 1, text, 0), MALFORMED);
            cases.both(what + " in UNSUBSCRIBE", v -> unsubscribe(v, 1, text), MALFORMED);
        });
        for (String filter :
                List.of("", "a/#/b", "a#", "a+", "+a/b", "#/", "$share/g", "$share", "$share//a", "$share/a+/b")) {
            cases.both("filter '" + filter + "'", v -> subscribe(v, 1, filter, 0), MALFORMED);
            cases.both("UNSUBSCRIBE of '" + filter + "'", v -> unsubscribe(v, 1, filter), MALFORMED);
        }
    }

    private static void messages(Cases cases) {
        cases.both("a PUBLISH with QoS 3", packet(0x36, "plant/a", 0, 1, 0), MALFORMED);
        cases.both("a duplicate with QoS 0", v -> bytes(0x38, tail(publish(v, "plant/a", bytes()))), MALFORMED);
        cases.both("a PUBLISH with identifier 0", packet(0x32, "plant/a", 0, 0, 0), PROTOCOL_ERROR);
        cases.both("a PUBLISH without its identifier", packet(0x32, "plant/a", 0), MALFORMED);
        cases.both("an empty PUBLISH", packet(0x30), MALFORMED);
        cases.both("a topic longer than the packet", packet(0x30, 0, 9, 'a'), MALFORMED);
        for (String topic : List.of("plant/+", "#", "plant/#", "")) {
            cases.both("a PUBLISH to '" + topic + "'", v -> publish(v, topic, bytes('x')), NO_TOPIC_NAME);
        }
        NO_STRINGS.forEach((what, text) -> cases.both(what + " in PUBLISH", v -> publish(v, text, bytes()), MALFORMED));
    }

    private static void propertiesOfVersion5(Cases cases) {
        cases.v5("retain handling 3", subscribe(V5, 1, "plant/a", 0x30), PROTOCOL_ERROR);
        cases.v5("No Local on a share", subscribe(V5, 1, "$share/g/plant/a", 4), PROTOCOL_ERROR);
        cases.v5("subscription identifier 0", packet(0x82, 0, 1, 2, 0x0B, 0, "plant/a", 0), PROTOCOL_ERROR);
        cases.v5("it twice", packet(0x82, 0, 1, 4, 0x0B, 1, 0x0B, 2, "plant/a", 0), PROTOCOL_ERROR);
        cases.v5("a number in more bytes than needed", packet(0x82, 0, 1, 0x80, 0, "plant/a", 0), MALFORMED);
        cases.v5("properties longer than the packet", packet(0x82, 0, 1, 99, "plant/a", 0), MALFORMED);
        cases.v5("an unknown property", packet(0x82, 0, 1, 2, 0x7E, 1, "plant/a", 0), MALFORMED);
        cases.v5("a property of another packet", packet(0x82, 0, 1, 3, 0x21, 0, 1, "plant/a", 0), MALFORMED);
        NO_STRINGS.forEach((what, text) -> {
            byte[] property = bytes(0x26, text, "v");
            cases.v5(
                    what + " in a user property",
                    packet(0x82, 0, 1, property.length, property, "plant/a", 0),
                    MALFORMED);
        });
        cases.v5("a topic alias", packet(0x30, "plant/a", 3, 0x23, 0, 1), NO_ALIAS);
        cases.v5("a topic alias instead of a topic", packet(0x30, "", 3, 0x23, 0, 1), NO_ALIAS);
        cases.v5("a subscription identifier in PUBLISH", packet(0x30, "plant/a", 2, 0x0B, 1), PROTOCOL_ERROR);
        cases.v5("an expiry of what has none", packet(0xE0, 0, 5, 0x11, 0, 0, 0, 1), PROTOCOL_ERROR);
    }

    private static byte[] tail(byte[] packet) {
        return Arrays.copyOfRange(packet, 1, packet.length);
    }

    @ParameterizedTest(name = "{0}, {1}, version {2}")
    @MethodSource("violations")
    void aViolationIsNamedAndEndsTheSession(String name, Door door, int version, byte[] packet, String answer)
            throws IOException {
        try (RawClient client = connected(door, version)) {
            // Good packets before it still count, those behind it do not.
            client.send(bytes(packet(0xC0), packet, packet(0xC0)));
            assertThat(client.readToEnd()).isIn(answer, "d000" + answer);
        }
    }

    static Stream<Arguments> badBeginnings() {
        Cases cases = new Cases();
        for (int type = 0; type < 16; type++) {
            if (type != 1) {
                cases.both("type " + type, packet(type << 4 | (type == 8 || type == 10 ? 2 : 0), 0, 1), NOTHING);
            }
        }
        cases.both("HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), NOTHING);
        cases.both("flags", v -> packet(0x11, "MQTT", v, 2, 0, 60, 0, "me"), NOTHING);
        cases.both("a huge CONNECT", bytes(0x10, 0xFF, 0xFF, 0x7F), NOTHING);
        cases.both("a length without end", bytes(0x10, 0xFF, 0xFF, 0xFF, 0xFF), NOTHING);
        cases.both("another protocol", v -> packet(0x10, "HTTP", v, 2, 0, 60, 0, "me"), NOTHING);
        cases.both("nothing in it", packet(0x10), NOTHING);
        cases.both("a protocol and no more", packet(0x10, "MQTT"), NOTHING);
        cases.both("no flags", v -> packet(0x10, "MQTT", v), MALFORMED_CONNECT);
        cases.both("half a keep-alive", v -> packet(0x10, "MQTT", v, 2, 0), MALFORMED_CONNECT);
        cases.both("no client id", v -> connect(v, 0x02), MALFORMED_CONNECT);
        cases.both("no user name after all", v -> connect(v, 0x82, "me"), MALFORMED_CONNECT);
        cases.both("no password after all", v -> connect(v, 0xC2, "me", "any"), MALFORMED_CONNECT);
        cases.both("no will after all", v -> connect(v, 0x06, "me"), MALFORMED_CONNECT);
        cases.both("the reserved flag", v -> connect(v, 0x03, "me"), MALFORMED_CONNECT);
        cases.both("will QoS without will", v -> connect(v, 0x0A, "me"), MALFORMED_CONNECT);
        cases.both("will retain without will", v -> connect(v, 0x22, "me"), MALFORMED_CONNECT);
        cases.both("will QoS 3", v -> connect(v, 0x1E, "me", none(v), "t", "m"), MALFORMED_CONNECT);
        cases.both("trailing bytes", v -> connect(v, 0x02, "me", "more"), MALFORMED_CONNECT);
        NO_STRINGS.forEach((what, text) -> {
            cases.both(what + " in client id", v -> connect(v, 0x02, text), MALFORMED_CONNECT);
            cases.both(what + " in user name", v -> connect(v, 0x82, "me", text), MALFORMED_CONNECT);
            cases.both(what + " in will topic", v -> connect(v, 0x06, "me", none(v), text, "m"), MALFORMED_CONNECT);
        });
        cases.v3("a password without user name", connect(V3, 0x42, "me", "x"));
        cases.v5("receive maximum 0", connectWith(V5, 0x02, bytes(0x21, 0, 0), "me"), WRONG_CONNECT);
        cases.v5("packet size 0", connectWith(V5, 0x02, bytes(0x27, 0, 0, 0, 0), "me"), WRONG_CONNECT);
        cases.v5("a flag of 2", connectWith(V5, 0x02, bytes(0x17, 2), "me"), WRONG_CONNECT);
        cases.v5("data without a method", connectWith(V5, 0x02, bytes(0x16, "x"), "me"), WRONG_CONNECT);
        cases.v5("an unknown property", connectWith(V5, 0x02, bytes(0x7F, 1), "me"), MALFORMED_CONNECT);
        cases.v5("a property of CONNACK", connectWith(V5, 0x02, bytes(0x24, 1), "me"), MALFORMED_CONNECT);
        return cases.all.stream();
    }

    /** No properties of a will. */
    private static byte[] none(int version) {
        return version == V5 ? bytes(0) : bytes();
    }

    @ParameterizedTest(name = "{0}, {1}, version {2}")
    @MethodSource("badBeginnings")
    void aBadBeginningIsTheEnd(String name, Door door, int version, byte[] packet, String answer) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(packet);
            assertThat(client.readToEnd()).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aWillToAFilterIsRefused(Door door, int version) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, 0xC6, "me", none(version), "plant/+", "m", "any", token()));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? NOTHING : "2003009000");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void packetsMayComeInAnyPieces(Door door, int version) throws IOException {
        String own = "plant/" + flowId;
        byte[] message = publish(version, own, new byte[300]);
        try (RawClient client = door.raw(provider)) {
            byte[] all = bytes(
                    connect(version, "me", token()),
                    subscribe(version, 1, own, 0, "secret", 0),
                    packet(0x32, own, 0, 7, none(version), new byte[300]));
            for (byte part : all) {
                client.send(new byte[] {part});
            }
            assertThat(client.read()).matches("20..0000.*");
            byte denied = (byte) (version == V3 ? 0x80 : 0x87);
            assertThat(client.read()).isEqualTo(hex(suback(version, 1, (byte) 0, denied)));
            assertThat(Stream.of(client.read(), client.read())).containsExactlyInAnyOrder("40020007", hex(message));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aFloodBehindTheConnectIsBounded(Door door, int version) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(connect(version, "me", token()));
            byte[] publish = publish(version, "plant/a", new byte[60_000]);
            for (int i = 0; i < 100; i++) {
                client.send(publish);
            }
            assertThat(client.read()).matches("20..0000.*");
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }
}
