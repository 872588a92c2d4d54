package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.Disconnect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.Properties;
import dev.mqttdsp.gateway.mqtt.PropertyId;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.upstream.BrokerLink;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Client and broker introduced to each other: the CONNECT as the broker gets it and the CONNACK as the client gets it.
 * Neither learns the name that the other one uses.
 */
final class Introduction {
    private static final long FOREVER = 0xFFFF_FFFFL;
    /** What a broker says about the session. Everything else it says is about itself (inner host names, for instance). */
    private static final Set<PropertyId> KEPT = EnumSet.of(
            PropertyId.SESSION_EXPIRY_INTERVAL,
            PropertyId.SERVER_KEEP_ALIVE,
            PropertyId.RECEIVE_MAXIMUM,
            PropertyId.MAXIMUM_QOS,
            PropertyId.RETAIN_AVAILABLE,
            PropertyId.MAXIMUM_PACKET_SIZE,
            PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE,
            PropertyId.SUBSCRIPTION_IDENTIFIERS_AVAILABLE,
            PropertyId.SHARED_SUBSCRIPTION_AVAILABLE);
    /** Refusals that are about what the client asked for, and that say nothing about the broker. */
    private static final Set<ReasonCode> ABOUT_THE_CLIENT = EnumSet.of(
            ReasonCode.SERVER_BUSY,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.PAYLOAD_FORMAT_INVALID,
            ReasonCode.RETAIN_NOT_SUPPORTED,
            ReasonCode.QOS_NOT_SUPPORTED,
            ReasonCode.CONNECTION_RATE_EXCEEDED);

    private final Connect connect;
    private final Grant grant;
    private final String clientId;
    private final long longestExpiry;
    private final int packetLimit;

    /**
     * @param packetLimit the largest packet that the gateway takes from a client, in bytes
     */
    Introduction(Connect connect, Grant grant, int packetLimit, Instant now) {
        this.connect = connect;
        this.grant = grant;
        this.clientId = connect.clientId().isEmpty() ? ClientIds.generate() : connect.clientId();
        this.longestExpiry = grant.contractEnd().equals(Instant.MAX)
                ? FOREVER
                : Math.max(
                        0,
                        Math.min(
                                FOREVER - 1,
                                Duration.between(now, grant.contractEnd()).toSeconds()));
        this.packetLimit = packetLimit;
    }

    MqttVersion version() {
        return connect.version();
    }

    /** The session's name at the broker. */
    String brokerClientId() {
        return ClientIds.atBroker(grant, clientId);
    }

    Connect forBroker(BrokerLink link) {
        return connect.with(capped(connect.properties())).as(brokerClientId(), link.user(), link.password());
    }

    /** The answer of a broker that has taken the client in. */
    Connack forClient(Connack fromBroker) {
        if (version() == MqttVersion.V3) {
            return fromBroker;
        }
        Properties properties = fromBroker.properties().only(KEPT);
        long brokerLimit = properties.number(PropertyId.MAXIMUM_PACKET_SIZE).orElse(Long.MAX_VALUE);
        properties = properties.with(PropertyId.MAXIMUM_PACKET_SIZE, Math.min(packetLimit, brokerLimit));
        if (connect.clientId().isEmpty()) {
            properties = properties.with(PropertyId.ASSIGNED_CLIENT_IDENTIFIER, clientId); // MQTT-3.2.2-16
        }
        if (expiryOf(connect.properties()) > longestExpiry && !properties.has(PropertyId.SESSION_EXPIRY_INTERVAL)) {
            properties = properties.with(PropertyId.SESSION_EXPIRY_INTERVAL, longestExpiry); // §3.2.2.3.2
        }
        return new Connack(version(), fromBroker.sessionPresent(), fromBroker.code(), properties);
    }

    /**
     * What the client is told when the broker refuses. A refused login is the gateway's, not the client's.
     */
    ReasonCode refusal(Connack fromBroker) {
        if (version() == MqttVersion.V5 && fromBroker.version() == MqttVersion.V3) {
            return ReasonCode.UNSUPPORTED_PROTOCOL_VERSION; // the broker speaks 3.1.1 only, and the client may too
        }
        if (version() == MqttVersion.V3) {
            return ReasonCode.SERVER_UNAVAILABLE;
        }
        return ABOUT_THE_CLIENT.stream()
                .filter(reason -> reason.code() == fromBroker.code())
                .findFirst()
                .orElse(ReasonCode.SERVER_UNAVAILABLE);
    }

    /** The keep-alive in effect, in seconds: the broker's word is the last (MQTT-3.1.2-21). */
    int keepAlive(Connack fromBroker) {
        return (int)
                fromBroker.properties().number(PropertyId.SERVER_KEEP_ALIVE).orElse(connect.keepAlive());
    }

    /** How long the client wants the broker to keep the session after the connection, in seconds. */
    long sessionExpiry() {
        if (version() == MqttVersion.V3) {
            return connect.clean() ? 0 : FOREVER;
        }
        return expiryOf(capped(connect.properties()));
    }

    /** How long the broker keeps it, in seconds: its word is the last (MQTT 5.0 §3.2.2.3.2). */
    long sessionExpiry(Connack fromBroker) {
        return fromBroker
                .properties()
                .number(PropertyId.SESSION_EXPIRY_INTERVAL)
                .orElse(sessionExpiry());
    }

    /** The largest packet that the client takes, in bytes. */
    long clientLimit() {
        return connect.properties().number(PropertyId.MAXIMUM_PACKET_SIZE).orElse(Long.MAX_VALUE);
    }

    /** The client's DISCONNECT as the broker gets it. */
    Disconnect forBroker(Disconnect disconnect) {
        if (expiryOf(connect.properties()) == 0 && expiryOf(disconnect.properties()) > 0) {
            throw MqttViolation.protocolError("a session expiry in DISCONNECT after none in CONNECT"); // §3.14.2.2.2
        }
        return disconnect.with(capped(disconnect.properties()));
    }

    /** No session outlives the contract. */
    private Properties capped(Properties properties) {
        return expiryOf(properties) > longestExpiry
                ? properties.with(PropertyId.SESSION_EXPIRY_INTERVAL, longestExpiry)
                : properties;
    }

    private static long expiryOf(Properties properties) {
        return properties.number(PropertyId.SESSION_EXPIRY_INTERVAL).orElse(0);
    }
}
