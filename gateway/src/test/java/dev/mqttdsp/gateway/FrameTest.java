package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.suback;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of WebSocket (RFC 6455 §5), good and bad, before a CONNECT and in a session. */
@ExtendWith(NoLeaks.class)
class FrameTest {
    /** No session yet. */
    private static final int NO_VERSION = 0;

    private static final byte[] PROTOCOL_ERROR = bytes(0x88, 0x03, 0xEA); // 1002
    private static final byte[] NO_TEXT = bytes(0x88, 0x03, 0xEB); // 1003
    private static final byte[] TOO_BIG = bytes(0x88, 0x03, 0xF1); // 1009
    private static final byte[] NO_MASK = bytes(0, 0, 0, 0);

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

    private RawClient client(int version) throws IOException {
        RawClient client = RawClient.webSocket(provider);
        if (version != NO_VERSION) {
            client.send(connect(version, "me", token()));
            assertThat(client.read()).matches("20..0000.*");
        }
        return client;
    }

    private String token() {
        return provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
    }

    static Stream<Arguments> badFrames() {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            frames.put("reserved opcode " + opcode, RawClient.frame(0x80 | opcode, bytes('x')));
        }
        for (int rsv : new int[] {0x40, 0x20, 0x10}) {
            frames.put("RSV bit " + rsv, RawClient.frame(0x82 | rsv, bytes(0xC0, 0)));
        }
        frames.put("an oversized ping", RawClient.frame(0x89, new byte[126]));
        frames.put("an oversized pong", RawClient.frame(0x8A, new byte[126]));
        frames.put("an oversized close", RawClient.frame(0x88, new byte[126]));
        frames.put("a fragmented ping", RawClient.frame(0x09, bytes('x')));
        frames.put("a close of one byte", RawClient.frame(0x88, bytes(3)));
        frames.put("a close with a code that is none", RawClient.frame(0x88, bytes(0x03, 0xED)));
        frames.put("a continuation of nothing", RawClient.frame(0x80, bytes(0xC0, 0)));
        frames.put(
                "a message within a message",
                bytes(RawClient.frame(0x02, bytes(0xC0)), RawClient.frame(0x82, bytes(0xC0, 0))));
        frames.put("no mask", bytes(0x82, 2, 0xC0, 0));
        frames.put("a ping without a mask", bytes(0x89, 0));
        frames.put("a length in more bytes than needed", bytes(0x82, 0xFE, 0, 2, NO_MASK, 0xC0, 0));
        frames.put("one in eight bytes", bytes(0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 2, NO_MASK, 0xC0, 0));
        frames.put("a negative length", bytes(0x82, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 2, NO_MASK));
        List<Arguments> cases = new ArrayList<>();
        for (int version : new int[] {NO_VERSION, V3, V5}) {
            frames.forEach((name, frame) -> cases.add(Arguments.of(name, version, frame, PROTOCOL_ERROR)));
            cases.add(Arguments.of("text", version, RawClient.frame(0x81, bytes(0xC0, 0)), NO_TEXT));
            cases.add(Arguments.of("the begin of a text", version, RawClient.frame(0x01, bytes(0xC0)), NO_TEXT));
            byte[] huge = bytes(0x82, 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0, NO_MASK);
            cases.add(Arguments.of("a frame beyond the limit", version, huge, TOO_BIG));
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}, version {1}")
    @MethodSource("badFrames")
    void aBadFrameIsNamedAndTheEnd(String name, int version, byte[] frame, byte[] answer) throws IOException {
        try (RawClient client = client(version)) {
            client.writeAll(frame);
            assertThat(Arrays.copyOf(client.readFrame(), 3)).isEqualTo(answer);
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aFrameMayHoldManyPackets(int version) throws IOException {
        try (RawClient client = RawClient.webSocket(provider)) {
            byte[][] pings = new byte[500][];
            Arrays.fill(pings, packet(0xC0));
            client.send(bytes(
                    connect(version, "me", token()), subscribe(version, 1, "plant/a", 0), bytes((Object[]) pings)));
            assertThat(client.read()).matches("20..0000.*");
            assertThat(client.read()).isEqualTo(hex(suback(version, 1, (byte) 0)));
            for (int i = 0; i < pings.length; i++) {
                assertThat(client.read()).isEqualTo("d000");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aPacketMayComeInManyFramesWithPingsBetween(int version) throws IOException {
        byte[] all = bytes(connect(version, "me", token()), subscribe(version, 1, "plant/a", 0));
        try (RawClient client = RawClient.webSocket(provider)) {
            for (int i = 0; i < all.length; i++) {
                int opcode = i == 0 ? 0x02 : i == all.length - 1 ? 0x80 : 0x00;
                client.writeAll(RawClient.frame(opcode, new byte[] {all[i]}));
                client.writeAll(RawClient.frame(0x89, bytes()));
            }
            assertThat(client.read()).matches("20..0000.*");
            assertThat(client.read()).isEqualTo(hex(suback(version, 1, (byte) 0)));
        }
    }

    /** RFC 6455 §4.1 has a client wait for the answer first; where one does not, nothing gets lost without a word. */
    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void framesMayComeWithTheRequestForTheWebSocket(int version) throws IOException {
        try (RawClient client = RawClient.http(provider)) {
            byte[] half = Arrays.copyOf(connect(version, "me", "nonsense"), 9);
            byte[] rest = connect(version, "me", "nonsense");
            client.writeAll(bytes(RawClient.UPGRADE, RawClient.frame(0x82, half)));
            assertThat(client.head()).startsWith("HTTP/1.1 101");
            client.send(Arrays.copyOfRange(rest, half.length, rest.length));
            assertThat(client.read()).isEqualTo(version == V3 ? "20020005" : "2003008700");
        }
    }

    @Test
    void theEndMayComeWithTheRequestForTheWebSocket() throws IOException {
        try (RawClient client = RawClient.http(provider)) {
            client.writeAll(bytes(RawClient.UPGRADE, RawClient.frame(0x81, bytes('x'))));
            assertThat(client.head()).startsWith("HTTP/1.1 101");
            assertThat(Arrays.copyOf(client.readFrame(), 3)).isEqualTo(NO_TEXT);
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    /** A peer that does not read its pongs gets no more of them, and the rest goes on when it reads again. */
    @ParameterizedTest
    @ValueSource(ints = {NO_VERSION, V3, V5})
    void aFloodOfPingsIsBounded(int version) throws Exception {
        byte[][] thousand = new byte[1_000][];
        Arrays.fill(thousand, RawClient.frame(0x89, new byte[125]));
        byte[] flood = bytes((Object[]) thousand);
        try (RawClient client = client(version)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        client.writeAll(flood);
                    }
                    client.send(version == NO_VERSION ? connect(V5, "me", "nonsense") : packet(0xC0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(client.read()).isEqualTo(version == NO_VERSION ? "2003008700" : "d000");
            sent.join();
        }
    }
}
