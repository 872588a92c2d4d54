package dev.mqttdsp.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A CONNECT packet (MQTT 3.1.1 and 5.0 §3.1).
 *
 * @param version the protocol version
 * @param clean Clean Session (3.1.1) or Clean Start (5.0)
 * @param keepAlive in seconds; 0 means none
 * @param properties empty in 3.1.1
 * @param clientId may be empty
 * @param will what to publish when the client is lost
 * @param userName whatever it says
 * @param password read as UTF-8, because only text is ever a credential here
 */
public record Connect(
        MqttVersion version,
        boolean clean,
        int keepAlive,
        Properties properties,
        String clientId,
        Optional<Will> will,
        Optional<String> userName,
        Optional<String> password) {
    private static final String PROTOCOL = "MQTT";
    private static final Set<PropertyId> ALLOWED = EnumSet.of(
            PropertyId.SESSION_EXPIRY_INTERVAL,
            PropertyId.AUTHENTICATION_METHOD,
            PropertyId.AUTHENTICATION_DATA,
            PropertyId.REQUEST_PROBLEM_INFORMATION,
            PropertyId.REQUEST_RESPONSE_INFORMATION,
            PropertyId.RECEIVE_MAXIMUM,
            PropertyId.TOPIC_ALIAS_MAXIMUM,
            PropertyId.USER_PROPERTY,
            PropertyId.MAXIMUM_PACKET_SIZE);

    /**
     * The protocol version, the first thing in a CONNECT.
     *
     * @throws UnsupportedVersionException when the client speaks another version
     * @throws MqttViolation when it is no CONNECT of MQTT at all (MQTT-3.1.2-1)
     */
    public static MqttVersion readVersion(WireReader in) throws UnsupportedVersionException {
        String protocol = in.string();
        int level = in.u8();
        boolean legacy = protocol.equals("MQIsdp"); // MQTT 3.1
        if (!protocol.equals(PROTOCOL) && !legacy) {
            throw MqttViolation.protocolError("another protocol than MQTT");
        }
        for (MqttVersion version : MqttVersion.values()) {
            if (!legacy && version.level() == level) {
                return version;
            }
        }
        throw new UnsupportedVersionException(level);
    }

    /** Reads what follows the protocol version. */
    public static Connect read(WireReader in, MqttVersion version) {
        ConnectFlags flags = ConnectFlags.read(in, version);
        int keepAlive = in.u16();
        Properties properties = version == MqttVersion.V5 ? Properties.read(in, ALLOWED) : Properties.NONE;
        if (properties.has(PropertyId.AUTHENTICATION_DATA) && !properties.has(PropertyId.AUTHENTICATION_METHOD)) {
            throw MqttViolation.protocolError("authentication data without a method"); // §3.1.2.11.10
        }
        String clientId = in.string();
        Optional<Will> will = flags.has(ConnectFlags.WILL)
                ? Optional.of(Will.read(in, version, flags.willQos(), flags.has(ConnectFlags.WILL_RETAIN)))
                : Optional.empty();
        Optional<String> userName = flags.has(ConnectFlags.USER_NAME) ? Optional.of(in.string()) : Optional.empty();
        Optional<String> password = flags.has(ConnectFlags.PASSWORD)
                ? Optional.of(new String(in.binary(), StandardCharsets.UTF_8))
                : Optional.empty();
        in.end();
        return new Connect(
                version, flags.has(ConnectFlags.CLEAN), keepAlive, properties, clientId, will, userName, password);
    }

    /** This CONNECT as somebody else: with another client identifier and another login. */
    public Connect as(String otherId, Optional<String> otherUser, Optional<String> otherPassword) {
        // 3.1.1 MQTT-3.1.2-22: no password without a user name
        Optional<String> user =
                version == MqttVersion.V3 && otherPassword.isPresent() ? Optional.of(otherUser.orElse("")) : otherUser;
        return new Connect(version, clean, keepAlive, properties, otherId, will, user, otherPassword);
    }

    /** This CONNECT with other properties. */
    public Connect with(Properties others) {
        return new Connect(version, clean, keepAlive, others, clientId, will, userName, password);
    }

    public ByteBuf toPacket(ByteBufAllocator alloc) {
        WireWriter out = new WireWriter()
                .string(PROTOCOL)
                .u8(version.level())
                .u8(ConnectFlags.of(userName.isPresent(), password.isPresent(), clean, will.orElse(null))
                        .bits())
                .u16(keepAlive);
        if (version == MqttVersion.V5) {
            properties.write(out);
        }
        out.string(clientId);
        will.ifPresent(message -> message.write(out, version));
        userName.ifPresent(out::string);
        password.ifPresent(out::string);
        return out.packet(alloc, PacketType.CONNECT << 4);
    }

    /** Says nothing that could be a secret. */
    @Override
    public String toString() {
        return "Connect[" + version + ", clean=" + clean + ", keepAlive=" + keepAlive + ", will=" + will.isPresent()
                + "]";
    }
}
