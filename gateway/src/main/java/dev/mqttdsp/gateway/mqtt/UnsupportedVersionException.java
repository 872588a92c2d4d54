package dev.mqttdsp.gateway.mqtt;

/** The client speaks a version of MQTT that the gateway does not. */
public final class UnsupportedVersionException extends Exception {
    private static final long serialVersionUID = 1L;
    /** Mosquitto marks its bridges with this bit in the protocol level. */
    private static final int BRIDGE_BIT = 0x80;

    private final MqttVersion answerIn;

    UnsupportedVersionException(int level) {
        super("protocol level " + level, null, false, false);
        this.answerIn = (level & ~BRIDGE_BIT) >= MqttVersion.V5.level() ? MqttVersion.V5 : MqttVersion.V3;
    }

    /** The version whose CONNACK the client is most likely to understand. */
    public MqttVersion answerIn() {
        return answerIn;
    }
}
