package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.ReasonCode;

/**
 * Why a session ends, and what each side is told.
 *
 * @param kind what it is to log and audit, once the session was open
 * @param reason why, as a stable code
 * @param cause what more there is to say about that; may be empty
 * @param code the reason code of the DISCONNECT that a version 5 client gets, or {@link #SILENT}
 * @param refusal what a client is told whose session has not begun
 * @param farewell whether the broker gets a DISCONNECT, so that it does not publish the will
 */
record Ending(Kind kind, String reason, String cause, int code, ReasonCode refusal, boolean farewell) {
    static final int SILENT = -1;

    static final Ending EXPIRED = new Ending(
            Kind.CUT, Cause.EXPIRED, "", ReasonCode.MAXIMUM_CONNECT_TIME.code(), ReasonCode.NOT_AUTHORIZED, true);
    static final Ending CLIENT_LOST =
            new Ending(Kind.DISCONNECTED, Cause.CLIENT_LOST, "", SILENT, ReasonCode.UNSPECIFIED, false);
    static final Ending CLIENT_LEFT =
            new Ending(Kind.DISCONNECTED, Cause.CLIENT_LEFT, "", SILENT, ReasonCode.UNSPECIFIED, true);
    static final Ending KEEP_ALIVE = new Ending(
            Kind.DISCONNECTED,
            Cause.KEEP_ALIVE,
            "",
            ReasonCode.KEEP_ALIVE_TIMEOUT.code(),
            ReasonCode.UNSPECIFIED,
            false);
    /**
     * The gateway stops. A client that is told so is not lost: it comes back, here or elsewhere, so its will stays unsaid and
     * its session is kept. Where the gateway is killed, brokers notice by themselves.
     */
    static final Ending SHUTDOWN = sentAway(Cause.GATEWAY_STOPS);
    /** The gateway is to become empty. */
    static final Ending DRAINED = sentAway(Cause.DRAINING);
    /** The rights of 3.1.1 know no other answer to a message that may not be sent (3.1.1 §3.3.5). */
    static final Ending PUBLISH_REFUSED =
            new Ending(Kind.CUT, Cause.PUBLISH_NOT_GRANTED, "", SILENT, ReasonCode.UNSPECIFIED, false);

    /** The broker keeps the session, which the client has not asked for. */
    static final Ending TOO_MANY_KEPT =
            new Ending(Kind.DISCONNECTED, Cause.TOO_MANY_KEPT, "", SILENT, ReasonCode.QUOTA_EXCEEDED, true);

    private Ending(Kind kind, Cause why, String cause, int code, ReasonCode refusal, boolean farewell) {
        this(kind, why.name(), cause, code, refusal, farewell);
    }

    private static Ending sentAway(Cause why) {
        return new Ending(
                Kind.CUT, why, "", ReasonCode.SERVER_SHUTTING_DOWN.code(), ReasonCode.SERVER_UNAVAILABLE, true);
    }

    /** The grant does not admit the client any more. */
    static Ending revoked(Admission.Reason why) {
        return new Ending(
                Kind.CUT, why.name(), "", ReasonCode.ADMINISTRATIVE_ACTION.code(), ReasonCode.NOT_AUTHORIZED, true);
    }

    /** The broker is away. */
    static Ending brokerGone(Cause why, String cause) {
        return new Ending(
                Kind.DISCONNECTED,
                why,
                cause,
                ReasonCode.SERVER_SHUTTING_DOWN.code(),
                ReasonCode.SERVER_UNAVAILABLE,
                false);
    }

    /** The broker ends the session and says why. */
    static Ending brokerLeft(int code) {
        return new Ending(Kind.DISCONNECTED, Cause.BROKER_LEFT, hex(code), code, ReasonCode.SERVER_UNAVAILABLE, false);
    }

    /** The broker does not begin the session, and says why. */
    static Ending brokerRefused(int code, ReasonCode refusal) {
        return new Ending(Kind.DISCONNECTED, Cause.BROKER_REFUSED, hex(code), SILENT, refusal, false);
    }

    /** The client breaks the protocol. */
    static Ending violation(MqttViolation violation) {
        return new Ending(
                Kind.CUT,
                Cause.PROTOCOL_VIOLATION,
                violation.getMessage(),
                violation.reason().code(),
                violation.reason(),
                false);
    }

    private static String hex(int code) {
        return String.format("0x%02X", code);
    }
}
