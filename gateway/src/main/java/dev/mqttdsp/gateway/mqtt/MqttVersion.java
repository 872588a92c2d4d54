package dev.mqttdsp.gateway.mqtt;

/** The protocol versions that the gateway speaks. */
public enum MqttVersion {
    /** MQTT 3.1.1. */
    V3(4),
    /** MQTT 5.0. */
    V5(5);

    private final int level;

    MqttVersion(int level) {
        this.level = level;
    }

    /** The protocol level (3.1.1) or protocol version (5.0) in CONNECT, §3.1.2.2. */
    public int level() {
        return level;
    }
}
