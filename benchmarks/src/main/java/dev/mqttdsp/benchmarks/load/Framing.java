package dev.mqttdsp.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Cuts what a server sends into packets, where they lie; only a packet that comes in pieces is copied. */
final class Framing {
    private static final int LONGEST_HEADER = 5;

    private final Sink sink;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    Framing(Sink sink) {
        this.sink = sink;
    }

    /** Gets the packets. */
    interface Sink {
        /**
         * A whole packet.
         *
         * @param bytes hold it; valid during the call
         * @param body where the variable header begins
         * @param end where the packet ends
         */
        void packet(int firstByte, ByteBuf bytes, int body, int end);
    }

    /** Takes the bytes over. */
    void read(ByteBuf bytes) {
        ByteBuf all = bytes;
        if (rest.isReadable()) {
            all = bytes.alloc().buffer(rest.readableBytes() + bytes.readableBytes());
            all.writeBytes(rest).writeBytes(bytes);
            bytes.release();
        }
        rest.release();
        rest = Unpooled.EMPTY_BUFFER;
        cut(all);
        if (all.isReadable()) {
            rest = all.alloc().buffer(all.readableBytes()).writeBytes(all);
        }
        all.release();
    }

    /** Forgets what has come of an incomplete packet. */
    void close() {
        rest.release();
        rest = Unpooled.EMPTY_BUFFER;
    }

    private void cut(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int at = bytes.readerIndex();
        while (end - at >= 2) {
            int length = 0;
            int body = at + 1;
            int digit;
            do {
                if (body == end || body - at == LONGEST_HEADER) {
                    bytes.readerIndex(at);
                    return;
                }
                digit = bytes.getByte(body);
                length |= (digit & 0x7F) << (7 * (body - at - 1));
                body++;
            } while (digit < 0);
            if (end - body < length) {
                break;
            }
            sink.packet(bytes.getUnsignedByte(at), bytes, body, body + length);
            at = body + length;
        }
        bytes.readerIndex(at);
    }
}
