package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An UNSUBSCRIBE packet (MQTT 3.1.1 and 5.0 §3.10).
 *
 * @param packetId never 0
 * @param properties empty in 3.1.1
 * @param filters at least one, as they stand on the wire
 */
public record Unsubscribe(int packetId, Properties properties, List<String> filters) {
    private static final Set<PropertyId> ALLOWED = EnumSet.of(PropertyId.USER_PROPERTY);

    public Unsubscribe {
        filters = List.copyOf(filters);
    }

    public static Unsubscribe read(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        Properties properties = version == MqttVersion.V5 ? Properties.read(in, ALLOWED) : Properties.NONE;
        List<String> filters = new ArrayList<>();
        while (in.remaining() > 0) {
            filters.add(in.string());
        }
        if (filters.isEmpty()) {
            throw MqttViolation.protocolError("an UNSUBSCRIBE without a filter"); // MQTT-3.10.3-2
        }
        return new Unsubscribe(packetId, properties, filters);
    }

    /** This packet with fewer or other filters. */
    public Unsubscribe with(List<String> others) {
        return new Unsubscribe(packetId, properties, others);
    }

    public ByteBuf toPacket(ByteBufAllocator alloc, MqttVersion version) {
        WireWriter out = new WireWriter().u16(packetId);
        if (version == MqttVersion.V5) {
            properties.write(out);
        }
        filters.forEach(out::string);
        return out.packet(alloc, PacketType.UNSUBSCRIBE << 4 | PacketType.prescribedFlags(PacketType.UNSUBSCRIBE));
    }
}
