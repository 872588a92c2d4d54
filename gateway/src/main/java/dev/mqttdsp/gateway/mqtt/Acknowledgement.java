package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A PUBACK, PUBREC, PUBREL or PUBCOMP of MQTT 5.0 (§3.4 to §3.7) without properties.
 *
 * @param firstByte type and flags
 * @param packetId of the message
 * @param code the reason code
 */
public record Acknowledgement(int firstByte, int packetId, int code) {
    /** Fixed header, packet identifier and reason code; a longer packet has properties. */
    public static final int LENGTH_WITHOUT_PROPERTIES = 5;

    /** The answer to a message that is refused. */
    public static Acknowledgement refusing(PublishHead publish, ReasonCode reason) {
        int type = publish.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC;
        return new Acknowledgement(type << 4, publish.packetId(), reason.code());
    }

    /** Reads what comes before the properties, and leaves those. */
    public static Acknowledgement read(int firstByte, WireReader in) {
        return new Acknowledgement(firstByte, in.packetId(), in.u8());
    }

    public ByteBuf toPacket(ByteBufAllocator alloc) {
        return new WireWriter().u16(packetId).u8(code).packet(alloc, firstByte);
    }
}
