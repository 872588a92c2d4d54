package dev.mqttdsp.gateway.mqtt;

import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class PacketFramerTest {
    private static final int LIMIT = 1_000;
    private static final byte[] PING = packet(0xC0);
    private static final byte[] MESSAGE = packet(0x30, "plant/a", new byte[200]);
    private static final byte[] DROPPED = packet(0x30, "drop", new byte[20]);
    private static final byte[] SUBSCRIBE = packet(0x82, 0, 1, "plant/a", 0);

    private final Recorder sink = new Recorder();
    private final PacketFramer whole = new PacketFramer(PooledByteBufAllocator.DEFAULT, false, LIMIT, sink);
    private final PacketFramer streaming = new PacketFramer(PooledByteBufAllocator.DEFAULT, true, LIMIT, sink);

    @AfterEach
    void close() {
        whole.close();
        streaming.close();
    }

    /** Relays PINGREQ, checks PUBLISH, takes SUBSCRIBE, and writes down what comes. */
    private static final class Recorder implements PacketSink {
        final List<String> seen = new ArrayList<>();
        Runnable onTake = () -> {};

        @Override
        public Treatment treat(int firstByte, int length) {
            return switch (PacketType.of(firstByte)) {
                case PacketType.PUBLISH -> Treatment.CHECK;
                case PacketType.SUBSCRIBE -> Treatment.TAKE;
                case PacketType.PINGREQ, PacketType.PUBACK -> Treatment.RELAY;
                default -> throw MqttViolation.protocolError("unknown");
            };
        }

        @Override
        public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
            return !ByteBufUtil.hexDump(bytes, body, length).startsWith(hex(bytes("drop")));
        }

        @Override
        public void take(int firstByte, ByteBuf body) {
            seen.add("take " + ByteBufUtil.hexDump(body));
            onTake.run();
        }

        @Override
        public void relay(ByteBuf bytes) {
            seen.add(ByteBufUtil.hexDump(bytes));
            bytes.release();
        }

        @Override
        public void violated(MqttViolation violation) {
            seen.add("violation " + violation.reason());
        }
    }

    private static ByteBuf buffer(byte[]... parts) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer();
        for (byte[] part : parts) {
            buffer.writeBytes(part);
        }
        return buffer;
    }

    @Test
    void packetsSideBySideLeaveInOneSlice() {
        whole.read(buffer(PING, MESSAGE, PING));
        assertThat(sink.seen).containsExactly(hex(bytes(PING, MESSAGE, PING)));
    }

    @Test
    void whatIsTakenOrDroppedDividesTheSlice() {
        whole.read(buffer(PING, DROPPED, MESSAGE, SUBSCRIBE, PING, PING));
        assertThat(sink.seen)
                .containsExactly(hex(PING), hex(MESSAGE), "take 000100" + "07706c616e742f6100", hex(bytes(PING, PING)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void piecesOfAnySizeGiveTheSamePackets(long seed) {
        Random random = new Random(seed);
        byte[] all = bytes(PING, MESSAGE, DROPPED, SUBSCRIBE, MESSAGE, PING, SUBSCRIBE, DROPPED, PING);
        for (PacketFramer framer : List.of(whole, streaming)) {
            sink.seen.clear();
            int at = 0;
            while (at < all.length) {
                int length = Math.min(all.length - at, 1 + random.nextInt(seed < 5 ? 5 : 200));
                framer.read(buffer(Arrays.copyOfRange(all, at, at + length)));
                at += length;
            }
            String taken = "take 00010007706c616e742f6100";
            assertThat(String.join("", sink.seen))
                    .isEqualTo(hex(bytes(PING, MESSAGE)) + taken + hex(bytes(MESSAGE, PING)) + taken + hex(PING));
        }
    }

    @Test
    void aPauseHoldsWhatFollows() {
        sink.onTake = whole::pause;
        whole.read(buffer(SUBSCRIBE, PING));
        whole.read(buffer(MESSAGE));
        assertThat(sink.seen).containsExactly("take 00010007706c616e742f6100");
        whole.resume();
        assertThat(sink.seen).hasSize(2).endsWith(hex(bytes(PING, MESSAGE)));
    }

    @Test
    void notMoreIsHeldThanAllowed() {
        sink.onTake = whole::pause;
        whole.read(buffer(SUBSCRIBE, new byte[LIMIT]));
        assertThat(sink.seen).hasSize(1);
        whole.read(buffer(PING));
        assertThat(sink.seen).endsWith("violation QUOTA_EXCEEDED");
    }

    @Test
    void afterAViolationNothingComes() {
        whole.read(buffer(PING, packet(0x20), PING));
        whole.read(buffer(PING));
        assertThat(sink.seen).containsExactly(hex(PING), "violation PROTOCOL_ERROR");
    }

    @Test
    void afterTheEndNothingComes() {
        sink.onTake = whole::close;
        whole.read(buffer(PING, SUBSCRIBE, PING));
        whole.read(buffer(PING));
        assertThat(sink.seen).containsExactly(hex(PING), "take 00010007706c616e742f6100");
    }

    @Test
    void aStreamGoesOnBeforeItsPacketIsComplete() {
        byte[] acknowledgement = packet(0x40, new byte[100]);
        streaming.read(buffer(Arrays.copyOf(acknowledgement, 60)));
        assertThat(streaming.midPacket()).isTrue();
        streaming.insert(buffer(PING));
        assertThat(streaming.insertsWait()).isTrue();
        streaming.read(buffer(Arrays.copyOfRange(acknowledgement, 60, 102), PING));

        assertThat(sink.seen)
                .containsExactly(
                        hex(Arrays.copyOf(acknowledgement, 60)),
                        hex(Arrays.copyOfRange(acknowledgement, 60, 102)),
                        hex(PING),
                        hex(PING));
        assertThat(streaming.midPacket()).isFalse();
    }

    @Test
    void whatWaitsIsReleasedAtTheEnd() {
        streaming.read(buffer(Arrays.copyOf(packet(0x40, new byte[100]), 60)));
        ByteBuf waiting = buffer(PING);
        streaming.insert(waiting);
        streaming.close();
        assertThat(waiting.refCnt()).isZero();
    }
}
