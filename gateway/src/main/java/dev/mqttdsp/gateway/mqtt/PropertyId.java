package dev.mqttdsp.gateway.mqtt;

/** The properties of MQTT 5.0 §2.2.2.2 with the type of their value. */
public enum PropertyId {
    PAYLOAD_FORMAT_INDICATOR(0x01, Type.FLAG),
    MESSAGE_EXPIRY_INTERVAL(0x02, Type.FOUR_BYTES),
    CONTENT_TYPE(0x03, Type.STRING),
    RESPONSE_TOPIC(0x08, Type.STRING),
    CORRELATION_DATA(0x09, Type.BINARY),
    SUBSCRIPTION_IDENTIFIER(0x0B, Type.POSITIVE_VARINT),
    SESSION_EXPIRY_INTERVAL(0x11, Type.FOUR_BYTES),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Type.STRING),
    SERVER_KEEP_ALIVE(0x13, Type.TWO_BYTES),
    AUTHENTICATION_METHOD(0x15, Type.STRING),
    AUTHENTICATION_DATA(0x16, Type.BINARY),
    REQUEST_PROBLEM_INFORMATION(0x17, Type.FLAG),
    WILL_DELAY_INTERVAL(0x18, Type.FOUR_BYTES),
    REQUEST_RESPONSE_INFORMATION(0x19, Type.FLAG),
    RESPONSE_INFORMATION(0x1A, Type.STRING),
    SERVER_REFERENCE(0x1C, Type.STRING),
    REASON_STRING(0x1F, Type.STRING),
    RECEIVE_MAXIMUM(0x21, Type.POSITIVE_TWO_BYTES),
    TOPIC_ALIAS_MAXIMUM(0x22, Type.TWO_BYTES),
    TOPIC_ALIAS(0x23, Type.TWO_BYTES),
    MAXIMUM_QOS(0x24, Type.FLAG),
    RETAIN_AVAILABLE(0x25, Type.FLAG),
    USER_PROPERTY(0x26, Type.STRING_PAIR),
    MAXIMUM_PACKET_SIZE(0x27, Type.POSITIVE_FOUR_BYTES),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Type.FLAG),
    SUBSCRIPTION_IDENTIFIERS_AVAILABLE(0x29, Type.FLAG),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Type.FLAG);

    /** What a property's value is made of. */
    enum Type {
        /** A byte that is 0 or 1. */
        FLAG,
        TWO_BYTES,
        POSITIVE_TWO_BYTES,
        FOUR_BYTES,
        POSITIVE_FOUR_BYTES,
        POSITIVE_VARINT,
        STRING,
        STRING_PAIR,
        BINARY;

        boolean isPositive() {
            return this == POSITIVE_TWO_BYTES || this == POSITIVE_FOUR_BYTES || this == POSITIVE_VARINT;
        }
    }

    private static final PropertyId[] BY_NUMBER = byNumber();

    private final int number;
    private final Type type;

    PropertyId(int number, Type type) {
        this.number = number;
        this.type = type;
    }

    int number() {
        return number;
    }

    Type type() {
        return type;
    }

    static PropertyId of(int number) {
        PropertyId id = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (id == null) {
            throw MqttViolation.malformed("an unknown property");
        }
        return id;
    }

    private static PropertyId[] byNumber() {
        PropertyId[] table = new PropertyId[0x2B];
        for (PropertyId id : values()) {
            table[id.number] = id;
        }
        return table;
    }
}
