package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Bytes that wait in a buffer of their own, which nobody else has a part in. */
final class HeldBytes {
    private final ByteBufAllocator alloc;
    private final int limit;
    private ByteBuf bytes;

    HeldBytes(ByteBufAllocator alloc, int limit) {
        this.alloc = alloc;
        this.limit = limit;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    boolean tooMany() {
        return bytes != null && bytes.readableBytes() > limit;
    }

    /** Copies what is readable behind the rest, and releases it. */
    void append(ByteBuf more) {
        if (more.isReadable()) {
            if (bytes == null) {
                bytes = alloc.buffer(more.readableBytes());
            }
            bytes.writeBytes(more);
        }
        more.release();
    }

    /** Holds this very buffer, which was taken from here. */
    void keep(ByteBuf taken) {
        bytes = taken;
    }

    /** Gives the bytes away. */
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
        return taken;
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
