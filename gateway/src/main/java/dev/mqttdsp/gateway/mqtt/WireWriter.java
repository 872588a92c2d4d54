package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes MQTT's data types (MQTT 5.0 §1.5) and puts the fixed header before them. */
final class WireWriter {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    WireWriter u8(int value) {
        body.write(value);
        return this;
    }

    WireWriter u16(int value) {
        body.write(value >>> 8);
        body.write(value);
        return this;
    }

    WireWriter u32(long value) {
        return u16((int) (value >>> 16) & 0xFFFF).u16((int) value & 0xFFFF);
    }

    WireWriter varInt(int value) {
        int rest = value;
        while (rest >= 0x80) {
            body.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        body.write(rest);
        return this;
    }

    WireWriter string(String text) {
        return binary(text.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter binary(byte[] bytes) {
        return u16(bytes.length).bytes(bytes);
    }

    WireWriter bytes(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    byte[] toBytes() {
        return body.toByteArray();
    }

    /** The packet with that first byte and everything written so far as its body. */
    ByteBuf packet(ByteBufAllocator alloc, int firstByte) {
        byte[] header = new WireWriter().u8(firstByte).varInt(body.size()).toBytes();
        return alloc.buffer(header.length + body.size()).writeBytes(header).writeBytes(body.toByteArray());
    }
}
