package dev.mqttdsp.gateway.mqtt;

/**
 * A packet that breaks the protocol. The connection it came from is to be closed (MQTT 5.0 §4.13.1, MQTT-4.8.0-1 of
 * 3.1.1). The message says what is wrong without repeating what was sent.
 */
public final class MqttViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public MqttViolation(ReasonCode reason, String what) {
        super(what, null, false, false); // hostile clients make many of these
        this.reason = reason;
    }

    /** A packet that cannot be parsed (MQTT 5.0 §1.2, Malformed Packet). */
    public static MqttViolation malformed(String what) {
        return new MqttViolation(ReasonCode.MALFORMED_PACKET, what);
    }

    /** A packet that parses and is not allowed there (MQTT 5.0 §1.2, Protocol Error). */
    public static MqttViolation protocolError(String what) {
        return new MqttViolation(ReasonCode.PROTOCOL_ERROR, what);
    }

    /** What a version 5 client is told. */
    public ReasonCode reason() {
        return reason;
    }
}
