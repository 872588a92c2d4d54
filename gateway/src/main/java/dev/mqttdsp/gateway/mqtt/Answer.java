package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumSet;
import java.util.Set;

/**
 * A SUBACK or an UNSUBACK (MQTT 3.1.1 and 5.0 §3.9, §3.11). Properties are read and forgotten: what a broker says there
 * is about itself.
 *
 * @param type {@link PacketType#SUBACK} or {@link PacketType#UNSUBACK}
 * @param packetId of the packet that is answered
 * @param codes one for each filter, in their order, not to be changed; none in an UNSUBACK of 3.1.1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int type, int packetId, byte[] codes) {
    private static final Set<PropertyId> ALLOWED = EnumSet.of(PropertyId.REASON_STRING, PropertyId.USER_PROPERTY);

    public static Answer read(int type, WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        if (version == MqttVersion.V5) {
            Properties.read(in, ALLOWED);
        }
        return new Answer(type, packetId, in.bytes(in.remaining()));
    }

    public ByteBuf toPacket(ByteBufAllocator alloc, MqttVersion version) {
        WireWriter out = new WireWriter().u16(packetId);
        if (version == MqttVersion.V5) {
            Properties.NONE.write(out);
        }
        if (version == MqttVersion.V5 || type == PacketType.SUBACK) {
            out.bytes(codes);
        }
        return out.packet(alloc, type << 4);
    }
}
