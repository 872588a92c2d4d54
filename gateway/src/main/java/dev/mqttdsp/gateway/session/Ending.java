package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.ReasonCode;

/**
 * Why a session ends, and what each side is told.
 *
 * @param why for the log
 * @param code the reason code of the DISCONNECT that a version 5 client gets, or {@link #SILENT}
 * @param refusal what a client is told whose session has not begun
 * @param farewell whether the broker gets a DISCONNECT, so that it does not publish the will
 */
record Ending(String why, int code, ReasonCode refusal, boolean farewell) {
    static final int SILENT = -1;

    static final Ending REVOKED =
            new Ending("access revoked", ReasonCode.ADMINISTRATIVE_ACTION.code(), ReasonCode.NOT_AUTHORIZED, true);
    static final Ending EXPIRED =
            new Ending("access expired", ReasonCode.MAXIMUM_CONNECT_TIME.code(), ReasonCode.NOT_AUTHORIZED, true);
    static final Ending CLIENT_LOST = new Ending("client lost", SILENT, ReasonCode.UNSPECIFIED, false);
    static final Ending CLIENT_LEFT = new Ending("client disconnected", SILENT, ReasonCode.UNSPECIFIED, true);
    static final Ending KEEP_ALIVE =
            new Ending("keep-alive timeout", ReasonCode.KEEP_ALIVE_TIMEOUT.code(), ReasonCode.UNSPECIFIED, false);
    static final Ending SHUTDOWN =
            new Ending("gateway stops", ReasonCode.SERVER_SHUTTING_DOWN.code(), ReasonCode.SERVER_UNAVAILABLE, false);
    /** The rights of 3.1.1 know no other answer to a message that may not be sent (3.1.1 §3.3.5). */
    static final Ending PUBLISH_REFUSED =
            new Ending("a PUBLISH without the right", SILENT, ReasonCode.UNSPECIFIED, false);

    /** The broker keeps the session, which the client has not asked for. */
    static final Ending TOO_MANY_KEPT =
            new Ending("too many persistent sessions of this grant", SILENT, ReasonCode.QUOTA_EXCEEDED, true);

    /** The broker is away, or does not want the gateway. */
    static Ending brokerLost(String why) {
        return new Ending(
                "broker lost: " + why, ReasonCode.SERVER_SHUTTING_DOWN.code(), ReasonCode.SERVER_UNAVAILABLE, false);
    }

    /** The broker ends the session and says why. */
    static Ending brokerLeft(int code) {
        return new Ending(
                String.format("broker disconnected with 0x%02X", code), code, ReasonCode.SERVER_UNAVAILABLE, false);
    }

    /** The client breaks the protocol. */
    static Ending violation(MqttViolation violation) {
        return new Ending(
                "protocol violation: " + violation.getMessage(),
                violation.reason().code(),
                violation.reason(),
                false);
    }

    /** The session does not begin. */
    static Ending refused(ReasonCode refusal, String why) {
        return new Ending(why, SILENT, refusal, false);
    }
}
