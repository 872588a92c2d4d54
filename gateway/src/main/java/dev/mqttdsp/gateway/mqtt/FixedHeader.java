package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;

/** The type, the flags and the remaining length before every packet (MQTT 5.0 §2.1). */
final class FixedHeader {
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int TYPE_AND_FLAGS = 1;

    private FixedHeader() {}

    /**
     * The length of the header that begins at an index, in bytes; 0 when it is not complete.
     *
     * @throws MqttViolation when the remaining length does not end (MQTT 5.0 §1.5.5)
     */
    static int length(ByteBuf bytes, int at) {
        int available = bytes.writerIndex() - at;
        for (int i = TYPE_AND_FLAGS; i <= MAX_LENGTH_BYTES; i++) {
            if (i >= available) {
                return 0;
            }
            if ((bytes.getByte(at + i) & 0x80) == 0) {
                return i + 1;
            }
        }
        throw MqttViolation.malformed("a remaining length of more than four bytes");
    }

    /** The remaining length in a header that is complete. */
    static int bodyLength(ByteBuf bytes, int at, int headerLength) {
        int length = 0;
        for (int i = TYPE_AND_FLAGS; i < headerLength; i++) {
            length |= (bytes.getByte(at + i) & 0x7F) << (7 * (i - TYPE_AND_FLAGS));
        }
        return length;
    }
}
