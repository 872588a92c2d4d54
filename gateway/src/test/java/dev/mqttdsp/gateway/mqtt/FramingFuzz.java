package dev.mqttdsp.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** An input is the bytes of one direction. How they are cut into pieces means nothing, and no piece is kept for ever. */
class FramingFuzz {
    private static final int NO_LIMIT = 1 << 20;
    private static final int[] PIECES = {1, 2, 3, 7, 64};
    private static final String MARK = "c000";

    @FuzzTest
    void anyPieces(byte[] input) {
        if (input.length > 4_096) {
            return;
        }
        for (boolean streaming : new boolean[] {false, true}) {
            Recording whole = framed(input, Math.max(1, input.length), streaming, NO_LIMIT);
            for (int piece : PIECES) {
                Recording cut = framed(input, piece, streaming, NO_LIMIT);
                assertThat(cut.text()).as("in pieces of %d", piece).isEqualTo(whole.text());
            }
        }
    }

    /** What waits is bounded, whether for the rest of its packet or because the framer is paused. */
    @FuzzTest
    void memory(byte[] input) {
        if (input.length > 4_096) {
            return;
        }
        int limit = 100;
        for (int piece : PIECES) {
            framed(input, piece, false, limit);
            framed(input, piece, true, limit);
        }
    }

    private static Recording framed(byte[] input, int piece, boolean streaming, int limit) {
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
        Recording recording = new Recording();
        PacketFramer framer = new PacketFramer(alloc, streaming, limit, recording);
        recording.framer = framer;
        for (int from = 0; from < input.length; from += piece) {
            int length = Math.min(piece, input.length - from);
            framer.read(alloc.heapBuffer(length).writeBytes(input, from, length));
            if (alloc.metric().usedHeapMemory() > 4L * (limit + piece) + 256) {
                throw new AssertionError(alloc.metric().usedHeapMemory() + " bytes are held");
            }
            while (recording.paused) {
                recording.paused = false;
                framer.resume();
            }
        }
        recording.end = framer.midPacket();
        framer.insert(alloc.heapBuffer().writeBytes(new byte[] {(byte) 0xC0, 0}));
        framer.close();
        assertThat(alloc.metric().usedHeapMemory()).as("buffers that are lost").isZero();
        return recording;
    }

    /** What becomes of a packet depends on its type alone; each sixth that is taken pauses the framer. */
    private static final class Recording implements PacketSink {
        private final StringBuilder relayed = new StringBuilder();
        private final List<String> taken = new ArrayList<>();
        private PacketFramer framer;
        private boolean paused;
        private boolean end;
        private String violation = "";

        /** Everything but the mark that is put in at the end, which waits in the middle of a packet. */
        String text() {
            String all = relayed.toString();
            boolean marked = violation.isEmpty() && !end;
            assertThat(!marked || all.endsWith(MARK)).isTrue();
            return (marked ? all.substring(0, all.length() - MARK.length()) : all) + taken + violation + end;
        }

        @Override
        public Treatment treat(int firstByte, int length) {
            return switch (PacketType.of(firstByte)) {
                case 0, PacketType.AUTH -> throw MqttViolation.protocolError("not here");
                case PacketType.PUBLISH -> Treatment.CHECK;
                case PacketType.CONNECT, PacketType.SUBSCRIBE, PacketType.DISCONNECT -> Treatment.TAKE;
                default -> Treatment.RELAY;
            };
        }

        @Override
        public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
            assertThat(bytes.writerIndex()).isGreaterThanOrEqualTo(body + length);
            if (length == 3) {
                throw MqttViolation.malformed("three bytes");
            }
            return length % 2 == 0;
        }

        @Override
        public void take(int firstByte, ByteBuf body) {
            taken.add(relayed.length() + ":" + firstByte + ByteBufUtil.hexDump(body));
            if (taken.size() % 6 == 0) {
                paused = true;
                framer.pause();
            }
        }

        @Override
        public void relay(ByteBuf bytes) {
            relayed.append(ByteBufUtil.hexDump(bytes));
            bytes.release();
        }

        @Override
        public void violated(MqttViolation found) {
            assertThat(violation).as("told once").isEmpty();
            violation = found.getMessage();
        }
    }
}
