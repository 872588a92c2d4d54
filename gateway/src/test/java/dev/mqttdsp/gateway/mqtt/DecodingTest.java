package dev.mqttdsp.gateway.mqtt;

import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class DecodingTest {
    private static final UnpooledByteBufAllocator ALLOC = UnpooledByteBufAllocator.DEFAULT;
    private static final byte[] WILL_PROPERTIES = bytes(0x01, 1, 0x18, 0, 0, 0, 9, 0x26, "k", "v", 0x26, "k", "w");
    private static final byte[] CONNECT_V5 = Wire.connectWith(
            Wire.V5,
            0xF6,
            bytes(0x11, 0, 0, 0, 5, 0x27, 0, 0, 1, 0, 0x26, "a", "b"),
            "me",
            WILL_PROPERTIES.length,
            WILL_PROPERTIES,
            "will/topic",
            "message",
            "user",
            "password");
    private static final byte[] CONNECT_V3 =
            Wire.connect(Wire.V3, 0xF6, "me", "will/topic", "message", "user", "password");

    private static WireReader body(byte[] packet) {
        ByteBuf bytes = Unpooled.wrappedBuffer(packet);
        bytes.skipBytes(FixedHeader.length(bytes, 0));
        return new WireReader(bytes);
    }

    private static Connect connect(byte[] packet) throws UnsupportedVersionException {
        WireReader in = body(packet);
        return Connect.read(in, Connect.readVersion(in));
    }

    private static String written(ByteBuf packet) {
        try {
            return ByteBufUtil.hexDump(packet);
        } finally {
            packet.release();
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void aConnectIsWrittenAsItWasRead(MqttVersion version) throws Exception {
        byte[] packet = version == MqttVersion.V5 ? CONNECT_V5 : CONNECT_V3;
        assertThat(written(connect(packet).toPacket(ALLOC))).isEqualTo(hex(packet));
    }

    @Test
    void aConnectDoesNotShowItsSecrets() throws Exception {
        assertThat(connect(CONNECT_V5).toString()).doesNotContain("password").doesNotContain("user");
    }

    @Test
    void aSubscribeIsWrittenAsItWasRead() {
        byte[] packet = Wire.packet(0x82, 0, 9, 10, 0x0B, 0x80, 1, 0x26, "k", "v", "plant/\u00e4", 0x2D, "b", 2);
        Subscribe subscribe = Subscribe.read(body(packet), MqttVersion.V5);
        assertThat(written(subscribe.toPacket(ALLOC, MqttVersion.V5))).isEqualTo(hex(packet));
    }

    static Stream<Arguments> whatMayNotBeCut() {
        Stream.Builder<Arguments> cases = Stream.builder();
        cases.add(Arguments.of(CONNECT_V5, MqttVersion.V5)).add(Arguments.of(CONNECT_V3, MqttVersion.V3));
        for (MqttVersion version : MqttVersion.values()) {
            cases.add(Arguments.of(Wire.subscribe(version.level(), 1, "plant/a", 1), version));
            cases.add(Arguments.of(Wire.unsubscribe(version.level(), 1, "plant/a"), version));
            cases.add(Arguments.of(Wire.publish(version.level(), "plant/a", new byte[0]), version));
        }
        cases.add(Arguments.of(Wire.packet(0x20, 0, 0, 5, 0x27, 0, 0, 1, 0), MqttVersion.V5));
        return cases.build();
    }

    /** The remaining length is right, and the packet ends too early all the same. */
    @ParameterizedTest
    @MethodSource("whatMayNotBeCut")
    void cutAnywhereItIsAViolation(byte[] packet, MqttVersion version) {
        int header = FixedHeader.length(Unpooled.wrappedBuffer(packet), 0);
        byte[] body = Arrays.copyOfRange(packet, header, packet.length);
        assertThat(isRead(packet, version)).isTrue();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Wire.packet(packet[0], Arrays.copyOf(body, length));
            // Two bytes of a CONNACK are one of 3.1.1.
            boolean shortForm = PacketType.of(packet[0] & 0xFF) == PacketType.CONNACK && length == 2;
            assertThat(isRead(cut, version)).as("%d bytes", length).isEqualTo(shortForm);
        }
    }

    /** Whatever is sent, it is read or it is a violation, and nothing else is thrown. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anythingElseIsAViolation(long seed) {
        Random random = new Random(seed);
        byte[][] packets = {
            CONNECT_V5,
            CONNECT_V3,
            Wire.subscribe(Wire.V5, 1, "plant/a", 1, "$share/g/b", 2),
            Wire.packet(0xA2, 0, 1, 5, 0x26, "", "", "plant/a"),
            Wire.packet(0x32, "plant/a", 0, 1, 3, 0x02, 0, 0, 0, 1, "x"),
            Wire.packet(0x20, 0, 0, 8, 0x21, 0, 1, 0x27, 0, 0, 1, 0),
            Wire.packet(0xE0, 0, 5, 0x11, 0, 0, 0, 1),
            Wire.packet(0x90, 0, 1, 5, 0x1F, "ab", 0, 1)
        };
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = packets[random.nextInt(packets.length)].clone();
            for (int change = random.nextInt(3); change > 0; change--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(5) == 0) {
                packet = Arrays.copyOf(packet, 2 + random.nextInt(packet.length));
            }
            read += isRead(packet, random.nextBoolean() ? MqttVersion.V3 : MqttVersion.V5) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private static boolean isRead(byte[] packet, MqttVersion version) {
        try {
            WireReader in = body(packet);
            switch (PacketType.of(packet[0] & 0xFF)) {
                case PacketType.CONNECT -> Connect.read(in, Connect.readVersion(in));
                case PacketType.CONNACK -> Connack.read(in, version);
                case PacketType.PUBLISH -> PublishHead.read(packet[0] & 0xFF, in, version);
                case PacketType.SUBSCRIBE -> Subscribe.read(in, version);
                case PacketType.UNSUBSCRIBE -> Unsubscribe.read(in, version);
                case PacketType.SUBACK, PacketType.UNSUBACK -> Answer.read(PacketType.SUBACK, in, version);
                case PacketType.DISCONNECT -> Disconnect.read(in, version);
                default -> Acknowledgement.read(packet[0] & 0xFF, in);
            }
            return true;
        } catch (MqttViolation | UnsupportedVersionException e) {
            return false;
        }
    }
}
