package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads MQTT's data types (MQTT 5.0 §1.5) from the body of one packet. Each method throws {@link MqttViolation} when
 * the body ends too early or holds something that is not of that type.
 */
public final class WireReader {
    private static final int MAX_VARINT_BYTES = 4;

    private final ByteBuf body;

    /**
     * Reads from there on.
     *
     * @param body what follows the fixed header, exactly; read, neither retained nor released
     */
    public WireReader(ByteBuf body) {
        this.body = body;
    }

    public int remaining() {
        return body.readableBytes();
    }

    public int u8() {
        need(1);
        return body.readUnsignedByte();
    }

    public int u16() {
        need(2);
        return body.readUnsignedShort();
    }

    public long u32() {
        need(4);
        return body.readUnsignedInt();
    }

    /** A packet identifier, which is never 0 (MQTT-2.2.1-3, 3.1.1 MQTT-2.3.1-1). */
    public int packetId() {
        int id = u16();
        if (id == 0) {
            throw MqttViolation.protocolError("packet identifier 0");
        }
        return id;
    }

    /** A variable byte integer (§1.5.5), in as few bytes as possible (MQTT-1.5.5-1). */
    public int varInt() {
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int part = u8();
            value |= (part & 0x7F) << (7 * i);
            if ((part & 0x80) == 0) {
                if (part == 0 && i > 0) {
                    throw MqttViolation.malformed("a variable byte integer longer than needed");
                }
                return value;
            }
        }
        throw MqttViolation.malformed("a variable byte integer of more than four bytes");
    }

    /** A string in well-formed UTF-8 (MQTT-1.5.4-1) without U+0000 (MQTT-1.5.4-2). */
    public String string() {
        byte[] bytes = binary();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw MqttViolation.malformed("a string with U+0000");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw MqttViolation.malformed("a string that is no well-formed UTF-8");
        }
    }

    /** Binary data (§1.5.6). */
    public byte[] binary() {
        return bytes(u16());
    }

    public byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        body.readBytes(bytes);
        return bytes;
    }

    /** A reader of the next bytes, which this reader skips. */
    WireReader part(int length) {
        need(length);
        return new WireReader(body.readSlice(length));
    }

    /** Nothing may follow. */
    public void end() {
        if (body.isReadable()) {
            throw MqttViolation.malformed("bytes behind the end of the packet");
        }
    }

    private void need(int bytes) {
        if (body.readableBytes() < bytes) {
            throw MqttViolation.malformed("a packet that ends too early");
        }
    }
}
