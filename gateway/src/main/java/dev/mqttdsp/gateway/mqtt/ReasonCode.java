package dev.mqttdsp.gateway.mqtt;

/**
 * The reason codes of MQTT 5.0 §2.4 that the gateway itself uses, with the return code of a CONNACK of 3.1.1 §3.2.2.3
 * where there is one.
 */
public enum ReasonCode {
    NO_SUBSCRIPTION_EXISTED(0x11),
    UNSPECIFIED(0x80),
    MALFORMED_PACKET(0x81),
    PROTOCOL_ERROR(0x82),
    UNSUPPORTED_PROTOCOL_VERSION(0x84, 1),
    CLIENT_IDENTIFIER_NOT_VALID(0x85, 2),
    NOT_AUTHORIZED(0x87, 5),
    SERVER_UNAVAILABLE(0x88, 3),
    SERVER_BUSY(0x89, 3),
    SERVER_SHUTTING_DOWN(0x8B, 3),
    BAD_AUTHENTICATION_METHOD(0x8C),
    KEEP_ALIVE_TIMEOUT(0x8D),
    TOPIC_NAME_INVALID(0x90),
    TOPIC_ALIAS_INVALID(0x94),
    PACKET_TOO_LARGE(0x95),
    QUOTA_EXCEEDED(0x97, 3),
    ADMINISTRATIVE_ACTION(0x98),
    PAYLOAD_FORMAT_INVALID(0x99),
    RETAIN_NOT_SUPPORTED(0x9A),
    QOS_NOT_SUPPORTED(0x9B),
    CONNECTION_RATE_EXCEEDED(0x9F),
    MAXIMUM_CONNECT_TIME(0xA0);

    /** 3.1.1 has no return code for it: the connection is closed without a CONNACK. */
    public static final int NO_RETURN_CODE = -1;

    private final int code;
    private final int returnCode;

    ReasonCode(int code) {
        this(code, NO_RETURN_CODE);
    }

    ReasonCode(int code, int returnCode) {
        this.code = code;
        this.returnCode = returnCode;
    }

    /** The reason code of MQTT 5.0. */
    public int code() {
        return code;
    }

    /** The return code of a 3.1.1 CONNACK, or {@link #NO_RETURN_CODE}. */
    public int returnCode() {
        return returnCode;
    }
}
