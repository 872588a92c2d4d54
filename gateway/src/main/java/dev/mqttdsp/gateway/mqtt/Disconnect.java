package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumSet;
import java.util.Set;

/**
 * A DISCONNECT packet (MQTT 3.1.1 and 5.0 §3.14).
 *
 * @param code the reason code; 0 in 3.1.1
 * @param properties empty in 3.1.1
 */
public record Disconnect(int code, Properties properties) {
    /** Normal disconnection: the will is dropped. */
    public static final Disconnect NORMAL = new Disconnect(0, Properties.NONE);

    private static final Set<PropertyId> ALLOWED = EnumSet.of(
            PropertyId.SESSION_EXPIRY_INTERVAL,
            PropertyId.SERVER_REFERENCE,
            PropertyId.REASON_STRING,
            PropertyId.USER_PROPERTY);

    public static Disconnect read(WireReader in, MqttVersion version) {
        if (version == MqttVersion.V3) {
            in.end();
        }
        int code = in.remaining() > 0 ? in.u8() : 0; // §3.14.2.1: nothing means Normal disconnection
        Properties properties = in.remaining() > 0 ? Properties.read(in, ALLOWED) : Properties.NONE;
        in.end();
        return new Disconnect(code, properties);
    }

    /** This DISCONNECT with other properties. */
    public Disconnect with(Properties others) {
        return new Disconnect(code, others);
    }

    public ByteBuf toPacket(ByteBufAllocator alloc, MqttVersion version) {
        WireWriter out = new WireWriter();
        if (version == MqttVersion.V5 && !equals(NORMAL)) {
            out.u8(code);
            properties.write(out);
        }
        return out.packet(alloc, PacketType.DISCONNECT << 4);
    }
}
