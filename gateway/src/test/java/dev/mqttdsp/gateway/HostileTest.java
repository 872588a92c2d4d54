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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets that no good client sends. After all of them a good session still goes on. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class HostileTest {
    private static final String MALFORMED = "e0028100";
    private static final String PROTOCOL_ERROR = "e0028200";
    private static final byte[] NO_UTF8 = {0, 2, (byte) 0xC3, 0x28};
    private static final byte[] SURROGATE = {0, 3, (byte) 0xED, (byte) 0xA0, (byte) 0x80};
    private static final byte[] OVERLONG = {0, 2, (byte) 0xC0, (byte) 0xAF};
    private static final byte[] WITH_NUL = {0, 3, 'a', 0, 'b'};

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

    static Stream<Arguments> violationsOfVersion5() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "second CONNECT", connect(V5, "me", "x"), PROTOCOL_ERROR);
        add(cases, "CONNACK from a client", packet(0x20, 0, 0, 0), PROTOCOL_ERROR);
        add(cases, "type 0", packet(0x00), PROTOCOL_ERROR);
        add(cases, "AUTH", packet(0xF0), PROTOCOL_ERROR);
        add(cases, "endless remaining length", bytes(0xC0, 0xFF, 0xFF, 0xFF, 0xFF, 1), MALFORMED);
        add(cases, "too large", bytes(0x30, 0x80, 0x80, 0xC0, 0), "e0029500");
        add(cases, "flags of PUBREL", packet(0x60, 0, 1), MALFORMED);
        add(cases, "flags of PINGREQ", packet(0xC1), MALFORMED);
        add(cases, "flags of SUBSCRIBE", packet(0x80, 0, 1, 0, "plant/a", 0), MALFORMED);
        add(cases, "flags of UNSUBSCRIBE", packet(0xA0, 0, 1, 0, "plant/a"), MALFORMED);
        add(cases, "flags of DISCONNECT", packet(0xE1), MALFORMED);
        add(cases, "packet identifier 0", subscribe(V5, 0, "plant/a", 0), PROTOCOL_ERROR);
        add(cases, "no filter", subscribe(V5, 1), PROTOCOL_ERROR);
        add(cases, "reserved options", subscribe(V5, 1, "plant/a", 0xC0), MALFORMED);
        add(cases, "QoS 3", subscribe(V5, 1, "plant/a", 3), MALFORMED);
        add(cases, "retain handling 3", subscribe(V5, 1, "plant/a", 0x30), PROTOCOL_ERROR);
        add(cases, "a SUBSCRIBE cut short", subscribe(V5, 1, "plant/a"), MALFORMED);
        add(cases, "a filter longer than the packet", subscribe(V5, 1, 0, 9, 'a', 0), MALFORMED);
        add(cases, "no UTF-8", subscribe(V5, 1, NO_UTF8, 0), MALFORMED);
        add(cases, "a surrogate", subscribe(V5, 1, SURROGATE, 0), MALFORMED);
        add(cases, "an overlong slash", subscribe(V5, 1, OVERLONG, 0), MALFORMED);
        add(cases, "U+0000", subscribe(V5, 1, WITH_NUL, 0), MALFORMED);
        for (String filter :
                List.of("", "a/#/b", "a#", "a+", "+a/b", "$share/g", "$share", "$share//a", "$share/a+/b")) {
            add(cases, "filter '" + filter + "'", subscribe(V5, 1, filter, 0), MALFORMED);
        }
        add(cases, "No Local on a share", subscribe(V5, 1, "$share/g/plant/a", 4), PROTOCOL_ERROR);
        add(cases, "subscription identifier 0", packet(0x82, 0, 1, 2, 0x0B, 0, "plant/a", 0), PROTOCOL_ERROR);
        add(
                cases,
                "subscription identifier twice",
                packet(0x82, 0, 1, 4, 0x0B, 1, 0x0B, 2, "plant/a", 0),
                PROTOCOL_ERROR);
        add(cases, "a varint too long", packet(0x82, 0, 1, 0x80, 0, "plant/a", 0), MALFORMED);
        add(cases, "properties longer than the packet", packet(0x82, 0, 1, 99, "plant/a", 0), MALFORMED);
        add(cases, "an unknown property", packet(0x82, 0, 1, 2, 0x7E, 1, "plant/a", 0), MALFORMED);
        add(cases, "a property of another packet", packet(0x82, 0, 1, 3, 0x21, 0, 1, "plant/a", 0), MALFORMED);
        add(cases, "an UNSUBSCRIBE without filter", packet(0xA2, 0, 1, 0), PROTOCOL_ERROR);
        add(cases, "an UNSUBSCRIBE of no filter", packet(0xA2, 0, 1, 0, "a/#/b"), MALFORMED);
        add(cases, "a PUBLISH with QoS 3", packet(0x36, "plant/a", 0, 1, 0), MALFORMED);
        add(cases, "a duplicate with QoS 0", packet(0x38, "plant/a", 0), MALFORMED);
        add(cases, "a PUBLISH with identifier 0", packet(0x32, "plant/a", 0, 0, 0), PROTOCOL_ERROR);
        add(cases, "a PUBLISH to a filter", packet(0x30, "plant/+", 0), "e0029000");
        add(cases, "a PUBLISH to nothing", packet(0x30, "", 0), "e0029000");
        add(cases, "a PUBLISH to no UTF-8", packet(0x30, NO_UTF8, 0), MALFORMED);
        add(cases, "a topic alias", packet(0x30, "plant/a", 3, 0x23, 0, 1), "e0029400");
        add(cases, "a topic alias instead of a topic", packet(0x30, "", 3, 0x23, 0, 1), "e0029400");
        add(cases, "a subscription identifier from a client", packet(0x30, "plant/a", 2, 0x0B, 1), PROTOCOL_ERROR);
        add(cases, "an empty PUBLISH", packet(0x30), MALFORMED);
        add(cases, "a session that begins to expire at its end", packet(0xE0, 0, 5, 0x11, 0, 0, 0, 1), PROTOCOL_ERROR);
        add(cases, "a DISCONNECT with more behind it", packet(0xE0, 0, 0, 9), MALFORMED);
        return cases.stream();
    }

    private static void add(List<Arguments> cases, String name, byte[] packet, String answer) {
        cases.add(Arguments.of(name, packet, answer));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violationsOfVersion5")
    void aViolationOfVersion5IsNamedAndEndsTheSession(String name, byte[] packet, String answer) throws IOException {
        for (Door door : Door.values()) {
            try (RawClient client = connected(door, V5)) {
                // Good packets before it still count, those behind it do not.
                client.send(bytes(packet(0xC0), packet, packet(0xC0)));
                assertThat(client.readToEnd()).isIn(answer, "d000" + answer);
            }
        }
    }

    static Stream<Arguments> violationsOfVersion3() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "second CONNECT", connect(V3, "me", "x"), "");
        add(cases, "AUTH", packet(0xF0), "");
        add(cases, "packet identifier 0", subscribe(V3, 0, "plant/a", 0), "");
        add(cases, "options of version 5", subscribe(V3, 1, "plant/a", 4), "");
        add(cases, "no filter", subscribe(V3, 1), "");
        add(cases, "no UTF-8", subscribe(V3, 1, NO_UTF8, 0), "");
        add(cases, "no topic filter", subscribe(V3, 1, "a#", 0), "");
        add(cases, "a share without a name", subscribe(V3, 1, "$share//a", 0), "");
        add(cases, "a DISCONNECT with a body", packet(0xE0, 0), "");
        add(cases, "too large", bytes(0x30, 0x80, 0x80, 0xC0, 0), "");
        add(cases, "a PUBLISH with QoS 3", packet(0x36, "plant/a", 0, 1), "");
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violationsOfVersion3")
    void aViolationOfVersion3EndsTheSession(String name, byte[] packet, String answer) throws IOException {
        for (Door door : Door.values()) {
            try (RawClient client = connected(door, V3)) {
                client.send(packet);
                assertThat(client.readToEnd()).isEqualTo(answer);
            }
        }
    }

    static Stream<Arguments> badBeginnings() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "PINGREQ", packet(0xC0), "");
        add(cases, "PUBLISH", packet(0x30, "plant/a"), "");
        add(cases, "HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), "");
        add(cases, "flags", packet(0x11, "MQTT", 5, 2, 0, 60, 0, "me"), "");
        add(cases, "a huge CONNECT", bytes(0x10, 0xFF, 0xFF, 0x7F), "");
        add(cases, "an endless length", bytes(0x10, 0xFF, 0xFF, 0xFF, 0xFF), "");
        add(cases, "another protocol", packet(0x10, "HTTP", 5, 2, 0, 60, 0, "me"), "");
        add(cases, "reserved flag", connect(V5, 0x03, "me"), "2003008100");
        add(cases, "will QoS without will", connect(V5, 0x0A, "me"), "2003008100");
        add(cases, "will QoS 3", connect(V5, 0x1E, "me", 0, "t", "m"), "2003008100");
        add(cases, "trailing bytes", connect(V5, 0x02, "me", "more"), "2003008100");
        add(cases, "too short", connect(V5, 0x82, "me"), "2003008100");
        add(cases, "no UTF-8", connect(V5, 0x02, NO_UTF8), "2003008100");
        add(cases, "U+0000", connect(V5, 0x02, WITH_NUL), "2003008100");
        add(cases, "receive maximum 0", connectWith(V5, 0x02, bytes(0x21, 0, 0), "me"), "2003008200");
        add(cases, "packet size 0", connectWith(V5, 0x02, bytes(0x27, 0, 0, 0, 0), "me"), "2003008200");
        add(cases, "a flag of 2", connectWith(V5, 0x02, bytes(0x17, 2), "me"), "2003008200");
        add(cases, "data without a method", connectWith(V5, 0x02, bytes(0x16, "x"), "me"), "2003008200");
        add(cases, "reserved flag, 3.1.1", connect(V3, 0x03, "me"), "");
        add(cases, "trailing bytes, 3.1.1", connect(V3, 0x02, "me", "more"), "");
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBeginnings")
    void aBadBeginningIsTheEnd(String name, byte[] packet, String answer) throws IOException {
        for (Door door : Door.values()) {
            try (RawClient client = door.raw(provider)) {
                client.send(packet);
                assertThat(client.readToEnd()).isEqualTo(answer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aWillToAFilterIsRefused(Door door) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(connect(V5, 0xC6, "me", 0, "plant/+", "m", "any", token()));
            assertThat(client.readToEnd()).isEqualTo("2003009000");
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void packetsMayComeInAnyPieces(Door door) throws IOException {
        String own = "plant/" + flowId;
        try (RawClient client = door.raw(provider)) {
            byte[] all = bytes(
                    connect(V5, "me", token()),
                    subscribe(V5, 1, own, 0, "secret", 0),
                    packet(0x32, own, 0, 7, 0, new byte[300]));
            for (byte part : all) {
                client.send(new byte[] {part});
            }
            assertThat(client.read()).matches("20..0000.*");
            assertThat(client.read()).isEqualTo("90050001000087");
            assertThat(Stream.of(client.read(), client.read()))
                    .containsExactlyInAnyOrder("40020007", hex(packet(0x30, own, 0, new byte[300])));
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aFloodBehindTheConnectIsBounded(Door door) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(connect(V5, "me", token()));
            byte[] publish = packet(0x30, "plant/a", 0, new byte[60_000]);
            for (int i = 0; i < 100; i++) {
                client.send(publish);
            }
            assertThat(client.read()).matches("20..0000.*");
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @Test
    void whoSaysNothingIsHungUpOn() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        List<Socket> silent = new ArrayList<>();
        for (int port : new int[] {provider.gateway.tlsPort(), provider.gateway.webPort()}) {
            silent.add(new Socket(here, port));
            Socket begun = new Socket(here, port);
            begun.getOutputStream().write(new byte[] {22, 3, 1});
            silent.add(begun);
        }
        try (RawClient tls = RawClient.tls(provider);
                RawClient web = RawClient.webSocket(provider);
                RawClient http = RawClient.http(provider)) {
            byte[] half = connect(V5, "me", "x");
            tls.send(Arrays.copyOf(half, 5));
            web.send(Arrays.copyOf(half, 5));
            for (Socket socket : silent) {
                socket.setSoTimeout(15_000);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                socket.close();
            }
            assertThat(tls.readToEnd()).isEmpty();
            assertThat(web.readToEnd()).isEmpty();
            assertThat(http.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void strangersAreCounted(@TempDir Path directory) throws Exception {
        try (Provider narrow = new Provider(directory, Duration.ofMinutes(5), Duration.ofDays(1), 2)) {
            String token = narrow.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
            try (RawClient first = RawClient.tls(narrow);
                    RawClient second = RawClient.tls(narrow);
                    Socket third = new Socket(InetAddress.getLoopbackAddress(), narrow.gateway.tlsPort())) {
                third.setSoTimeout(10_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                // Who is admitted, is no stranger any more.
                first.send(connect(V5, "me", token));
                first.read();
                try (RawClient fourth = RawClient.tls(narrow)) {
                    fourth.send(connect(V5, "you", token));
                    assertThat(fourth.read()).matches("20..0000.*");
                }
                assertThat(second).isNotNull();
            }
        }
    }
}
