package dev.mqttdsp.gateway.mqtt;

import java.util.EnumSet;
import java.util.Set;

/**
 * What stands before the payload of a client's PUBLISH (MQTT 3.1.1 and 5.0 §3.3).
 *
 * @param qos 0 to 2
 * @param retain whether the message is retained
 * @param topic as it stands on the wire
 * @param packetId 0 with QoS 0
 */
public record PublishHead(int qos, boolean retain, String topic, int packetId) {
    private static final Set<PropertyId> ALLOWED = EnumSet.of(
            PropertyId.PAYLOAD_FORMAT_INDICATOR,
            PropertyId.MESSAGE_EXPIRY_INTERVAL,
            PropertyId.CONTENT_TYPE,
            PropertyId.RESPONSE_TOPIC,
            PropertyId.CORRELATION_DATA,
            PropertyId.SUBSCRIPTION_IDENTIFIER,
            PropertyId.TOPIC_ALIAS,
            PropertyId.USER_PROPERTY);

    /** Reads the head, leaving the payload. */
    public static PublishHead read(int firstByte, WireReader in, MqttVersion version) {
        int qos = firstByte >>> 1 & 0x03;
        boolean duplicate = (firstByte & 0x08) != 0;
        if (qos == 3) {
            throw MqttViolation.malformed("a PUBLISH with QoS 3"); // MQTT-3.3.1-4
        }
        if (duplicate && qos == 0) {
            throw MqttViolation.malformed("a duplicate with QoS 0"); // MQTT-3.3.1-2
        }
        String topic = in.string();
        int packetId = qos > 0 ? in.packetId() : 0;
        if (version == MqttVersion.V5) {
            checkProperties(Properties.read(in, ALLOWED));
        }
        return new PublishHead(qos, (firstByte & 0x01) != 0, topic, packetId);
    }

    private static void checkProperties(Properties properties) {
        if (properties.has(PropertyId.TOPIC_ALIAS)) {
            // The CONNACK allowed none (MQTT-3.3.2-9).
            throw new MqttViolation(ReasonCode.TOPIC_ALIAS_INVALID, "a topic alias");
        }
        if (properties.has(PropertyId.SUBSCRIPTION_IDENTIFIER)) {
            throw MqttViolation.protocolError("a subscription identifier from a client"); // MQTT-3.3.4-6
        }
    }
}
