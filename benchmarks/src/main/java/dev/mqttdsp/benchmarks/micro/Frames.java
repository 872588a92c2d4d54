package dev.mqttdsp.benchmarks.micro;

import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.PacketSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Cutting what a broker sends into packets: 64 PUBLISHes with 256 bytes each that have come together. */
@State(Scope.Thread)
public class Frames {
    private static final int PACKETS = 64;
    private static final int PUBLISH = 0x30;
    private static final int BODY = 280;
    private static final int HELD = 1 << 20;

    private final ByteBuf received = packets();
    private final Sink sink = new Sink();
    private final PacketFramer framer = new PacketFramer(PooledByteBufAllocator.DEFAULT, true, HELD, sink);

    /** The yardstick: each byte is looked at. For one packet. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long readBytes() {
        long sum = 0;
        for (int i = received.readerIndex(); i < received.writerIndex(); i++) {
            sum += received.getByte(i);
        }
        return sum;
    }

    /** Framed and relayed. For one packet. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long frame() {
        framer.read(received.retainedDuplicate());
        return sink.relayed;
    }

    private static ByteBuf packets() {
        ByteBuf all = PooledByteBufAllocator.DEFAULT.directBuffer();
        for (int i = 0; i < PACKETS; i++) {
            all.writeByte(PUBLISH).writeByte((BODY & 0x7F) | 0x80).writeByte(BODY >>> 7);
            all.writeShort(BODY - 256 - 2).writeZero(BODY - 2);
        }
        return all;
    }

    /** Relays everything, to nowhere. */
    private static final class Sink implements PacketSink {
        private long relayed;

        @Override
        public Treatment treat(int firstByte, int length) {
            return Treatment.RELAY;
        }

        @Override
        public boolean mayPass(int firstByte, ByteBuf bytes, int body, int length) {
            return true;
        }

        @Override
        public void take(int firstByte, ByteBuf body) {
            throw new IllegalStateException("nothing is to be taken");
        }

        @Override
        public void relay(ByteBuf bytes) {
            relayed += bytes.readableBytes();
            bytes.release();
        }

        @Override
        public void violated(MqttViolation violation) {
            throw violation;
        }
    }
}
