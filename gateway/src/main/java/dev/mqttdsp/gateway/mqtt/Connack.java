package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumSet;
import java.util.Set;

/**
 * A CONNACK packet (MQTT 3.1.1 and 5.0 §3.2).
 *
 * @param version whose shape it has: a broker that speaks 3.1.1 only answers so to a version 5 CONNECT as well
 * @param sessionPresent whether the broker has kept a session
 * @param code return code (3.1.1) or reason code (5.0); 0 is success
 * @param properties empty in 3.1.1
 */
public record Connack(MqttVersion version, boolean sessionPresent, int code, Properties properties) {
    private static final Set<PropertyId> ALLOWED = EnumSet.of(
            PropertyId.SESSION_EXPIRY_INTERVAL,
            PropertyId.ASSIGNED_CLIENT_IDENTIFIER,
            PropertyId.SERVER_KEEP_ALIVE,
            PropertyId.AUTHENTICATION_METHOD,
            PropertyId.AUTHENTICATION_DATA,
            PropertyId.RESPONSE_INFORMATION,
            PropertyId.SERVER_REFERENCE,
            PropertyId.REASON_STRING,
            PropertyId.RECEIVE_MAXIMUM,
            PropertyId.TOPIC_ALIAS_MAXIMUM,
            PropertyId.MAXIMUM_QOS,
            PropertyId.RETAIN_AVAILABLE,
            PropertyId.USER_PROPERTY,
            PropertyId.MAXIMUM_PACKET_SIZE,
            PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE,
            PropertyId.SUBSCRIPTION_IDENTIFIERS_AVAILABLE,
            PropertyId.SHARED_SUBSCRIPTION_AVAILABLE);
    private static final int LENGTH_IN_V3 = 2;

    /** A CONNACK that refuses. */
    public static Connack refusal(MqttVersion version, ReasonCode reason) {
        return new Connack(
                version, false, version == MqttVersion.V5 ? reason.code() : reason.returnCode(), Properties.NONE);
    }

    /**
     * Reads the answer to a CONNECT.
     *
     * @param asked the version of the CONNECT
     */
    public static Connack read(WireReader in, MqttVersion asked) {
        MqttVersion version = in.remaining() == LENGTH_IN_V3 ? MqttVersion.V3 : asked;
        int flags = in.u8();
        if (flags > 1) {
            throw MqttViolation.malformed("reserved flags of CONNACK are set"); // MQTT-3.2.2-1
        }
        int code = in.u8();
        Properties properties = version == MqttVersion.V5 ? Properties.read(in, ALLOWED) : Properties.NONE;
        in.end();
        return new Connack(version, flags == 1, code, properties);
    }

    public boolean accepted() {
        return code == 0;
    }

    public ByteBuf toPacket(ByteBufAllocator alloc) {
        WireWriter out = new WireWriter().u8(sessionPresent ? 1 : 0).u8(code);
        if (version == MqttVersion.V5) {
            properties.write(out);
        }
        return out.packet(alloc, PacketType.CONNACK << 4);
    }
}
