package dev.mqttdsp.gateway.mqtt;

/**
 * The flags of CONNECT (MQTT 5.0 §3.1.2.3).
 *
 * @param bits the byte on the wire
 */
record ConnectFlags(int bits) {
    static final int USER_NAME = 0x80;
    static final int PASSWORD = 0x40;
    static final int WILL_RETAIN = 0x20;
    static final int WILL = 0x04;
    static final int CLEAN = 0x02;
    static final int RESERVED = 0x01;
    private static final int WILL_QOS_SHIFT = 3;

    static ConnectFlags read(WireReader in, MqttVersion version) {
        ConnectFlags flags = new ConnectFlags(in.u8());
        if (flags.has(RESERVED)) {
            throw MqttViolation.malformed("the reserved flag of CONNECT is set"); // MQTT-3.1.2-3
        }
        if (!flags.has(WILL) && (flags.willQos() != 0 || flags.has(WILL_RETAIN))) {
            throw MqttViolation.malformed("will QoS or will retain without a will"); // MQTT-3.1.2-11, -13
        }
        if (version == MqttVersion.V3 && flags.has(PASSWORD) && !flags.has(USER_NAME)) {
            throw MqttViolation.malformed("a password without a user name"); // 3.1.1 MQTT-3.1.2-22
        }
        return flags;
    }

    static ConnectFlags of(boolean user, boolean password, boolean clean, Will will) {
        int bits = (user ? USER_NAME : 0) | (password ? PASSWORD : 0) | (clean ? CLEAN : 0);
        if (will != null) {
            bits |= WILL | will.qos() << WILL_QOS_SHIFT | (will.retain() ? WILL_RETAIN : 0);
        }
        return new ConnectFlags(bits);
    }

    boolean has(int flag) {
        return (bits & flag) != 0;
    }

    int willQos() {
        return bits >>> WILL_QOS_SHIFT & 0x03;
    }
}
