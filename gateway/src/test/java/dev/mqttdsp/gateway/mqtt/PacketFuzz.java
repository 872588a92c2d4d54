package dev.mqttdsp.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Optional;

/**
 * An input is one packet. It is read in both versions or it is a violation; and what is written of it says the same, byte by
 * byte where there is only one way to say it.
 */
class PacketFuzz {
    private static final UnpooledByteBufAllocator ALLOC = UnpooledByteBufAllocator.DEFAULT;

    @FuzzTest
    void reading(byte[] input) {
        if (input.length < 2 || input.length > 70_000) {
            return;
        }
        for (MqttVersion version : MqttVersion.values()) {
            Optional<ByteBuf> written;
            try {
                written = rewritten(input, version);
            } catch (MqttViolation violation) {
                assertThat(violation.reason().code()).isGreaterThanOrEqualTo(0x80);
                assertThat(violation).hasMessageMatching("[ -~]+");
                continue;
            } catch (UnsupportedVersionException e) {
                continue;
            }
            written.ifPresent(packet -> assertSame(packet, version));
        }
    }

    private static void assertSame(ByteBuf packet, MqttVersion version) {
        byte[] once = ByteBufUtil.getBytes(packet);
        packet.release();
        try {
            ByteBuf again = rewritten(once, version).orElseThrow();
            assertThat(ByteBufUtil.getBytes(again)).isEqualTo(once);
            again.release();
        } catch (MqttViolation | UnsupportedVersionException e) {
            throw new AssertionError("what was written is not read: " + e.getMessage(), e);
        }
    }

    /** The packet as the gateway would pass it on, where it ever rewrites one of that type. */
    private static Optional<ByteBuf> rewritten(byte[] input, MqttVersion version) throws UnsupportedVersionException {
        ByteBuf bytes = Unpooled.wrappedBuffer(input);
        int header = FixedHeader.length(bytes, 0);
        if (header == 0 || FixedHeader.bodyLength(bytes, 0, header) != input.length - header) {
            return Optional.empty();
        }
        int firstByte = bytes.readUnsignedByte();
        bytes.skipBytes(header - 1);
        WireReader in = new WireReader(bytes);
        switch (PacketType.of(firstByte)) {
            case PacketType.CONNECT -> {
                MqttVersion own = Connect.readVersion(in);
                Connect connect = Connect.read(in, own);
                assertThat(connect.toString())
                        .doesNotContain(
                                connect.password().filter(p -> p.length() > 9).orElse("\0"));
                if (connect.password().orElse("").contains("\uFFFD")) {
                    return Optional.empty(); // not text, so no credential of ours, and never passed on
                }
                return Optional.of(asItWas(connect.toPacket(ALLOC), input));
            }
            case PacketType.CONNACK -> {
                return Optional.of(asItWas(Connack.read(in, version).toPacket(ALLOC), input));
            }
            case PacketType.SUBSCRIBE -> {
                return Optional.of(asItWas(Subscribe.read(in, version).toPacket(ALLOC, version), input));
            }
            case PacketType.UNSUBSCRIBE -> {
                return Optional.of(asItWas(Unsubscribe.read(in, version).toPacket(ALLOC, version), input));
            }
            case PacketType.SUBACK, PacketType.UNSUBACK -> {
                Answer answer = Answer.read(PacketType.of(firstByte), in, version);
                boolean none = version == MqttVersion.V3 && answer.type() == PacketType.UNSUBACK;
                assertThat(none || answer.codes().length <= input.length).isTrue();
                return Optional.of(answer.toPacket(ALLOC, version));
            }
            case PacketType.DISCONNECT -> {
                return Optional.of(Disconnect.read(in, version).toPacket(ALLOC, version));
            }
            case PacketType.PUBLISH -> {
                PublishHead head = PublishHead.read(firstByte, in, version);
                assertThat(head.qos()).isBetween(0, 2);
                assertThat(head.packetId() == 0).isEqualTo(head.qos() == 0);
                return Optional.empty();
            }
            default -> {
                Acknowledgement read = Acknowledgement.read(firstByte, in);
                assertThat(read.packetId()).isPositive();
                return Optional.of(read.toPacket(ALLOC));
            }
        }
    }

    /** Whatever flags the first byte has: those of a type are prescribed, and checked before anything is read. */
    private static ByteBuf asItWas(ByteBuf written, byte[] input) {
        byte[] expected = input.clone();
        expected[0] = written.getByte(0);
        if (!minimalLength(input)) {
            return written;
        }
        assertThat(ByteBufUtil.hexDump(written)).isEqualTo(ByteBufUtil.hexDump(expected));
        return written;
    }

    /** Only in the fixed header a length may be longer than needed, in 3.1.1. */
    private static boolean minimalLength(byte[] input) {
        int last = 1;
        while (input[last] < 0) {
            last++;
        }
        return last == 1 || input[last] != 0;
    }
}
