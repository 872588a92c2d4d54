package dev.mqttdsp.gateway.mqtt;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the broker is to publish when the client is lost (MQTT 5.0 §3.1.2.5).
 *
 * @param qos 0 to 2
 * @param retain whether the message is retained
 * @param properties empty in 3.1.1
 * @param topic the topic as it stands on the wire
 * @param payload the message, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Will(int qos, boolean retain, Properties properties, String topic, byte[] payload) {
    private static final Set<PropertyId> ALLOWED = EnumSet.of(
            PropertyId.PAYLOAD_FORMAT_INDICATOR,
            PropertyId.MESSAGE_EXPIRY_INTERVAL,
            PropertyId.CONTENT_TYPE,
            PropertyId.RESPONSE_TOPIC,
            PropertyId.CORRELATION_DATA,
            PropertyId.WILL_DELAY_INTERVAL,
            PropertyId.USER_PROPERTY);

    static Will read(WireReader in, MqttVersion version, int qos, boolean retain) {
        if (qos > 2) {
            throw MqttViolation.malformed("a will with QoS 3"); // MQTT-3.1.2-12
        }
        Properties properties = version == MqttVersion.V5 ? Properties.read(in, ALLOWED) : Properties.NONE;
        return new Will(qos, retain, properties, in.string(), in.binary());
    }

    void write(WireWriter out, MqttVersion version) {
        if (version == MqttVersion.V5) {
            properties.write(out);
        }
        out.string(topic).binary(payload);
    }
}
