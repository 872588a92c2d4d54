package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A SUBSCRIBE packet (MQTT 3.1.1 and 5.0 §3.8).
 *
 * @param packetId never 0
 * @param properties empty in 3.1.1
 * @param entries at least one
 */
public record Subscribe(int packetId, Properties properties, List<Entry> entries) {
    private static final Set<PropertyId> ALLOWED =
            EnumSet.of(PropertyId.SUBSCRIPTION_IDENTIFIER, PropertyId.USER_PROPERTY);

    public Subscribe {
        entries = List.copyOf(entries);
    }

    /**
     * One subscription.
     *
     * @param filter as it stands on the wire
     * @param options the byte behind it (§3.8.3.1)
     */
    public record Entry(String filter, int options) {
        private static final int NO_LOCAL = 0x04;

        /** Whether the client wants none of its own messages back. */
        public boolean noLocal() {
            return (options & NO_LOCAL) != 0;
        }

        /** The same options for another filter. */
        public Entry on(String otherFilter) {
            return new Entry(otherFilter, options);
        }
    }

    public static Subscribe read(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        Properties properties = version == MqttVersion.V5 ? Properties.read(in, ALLOWED) : Properties.NONE;
        List<Entry> entries = new ArrayList<>();
        while (in.remaining() > 0) {
            String filter = in.string();
            int options = in.u8();
            checkOptions(options, version);
            entries.add(new Entry(filter, options));
        }
        if (entries.isEmpty()) {
            throw MqttViolation.protocolError("a SUBSCRIBE without a filter"); // MQTT-3.8.3-2, 3.1.1 MQTT-3.8.3-3
        }
        return new Subscribe(packetId, properties, entries);
    }

    /** This packet with fewer or other filters. */
    public Subscribe with(List<Entry> others) {
        return new Subscribe(packetId, properties, others);
    }

    public ByteBuf toPacket(ByteBufAllocator alloc, MqttVersion version) {
        WireWriter out = new WireWriter().u16(packetId);
        if (version == MqttVersion.V5) {
            properties.write(out);
        }
        entries.forEach(entry -> out.string(entry.filter).u8(entry.options));
        return out.packet(alloc, PacketType.SUBSCRIBE << 4 | PacketType.prescribedFlags(PacketType.SUBSCRIBE));
    }

    private static void checkOptions(int options, MqttVersion version) {
        int reserved = version == MqttVersion.V5 ? 0xC0 : 0xFC;
        if ((options & reserved) != 0) {
            throw MqttViolation.malformed("reserved bits of a subscription are set"); // MQTT-3.8.3-5
        }
        if ((options & 0x03) == 3) {
            throw MqttViolation.malformed("a subscription with QoS 3"); // 3.1.1 MQTT-3-8.3-4
        }
        if ((options & 0x30) == 0x30) {
            throw MqttViolation.protocolError("retain handling 3"); // §3.8.3.1
        }
    }
}
