package dev.mqttdsp.gateway.session;

/**
 * Why a client is not let in, goes, or is cut off, as far as its credential and its grant are not the reason: those are
 * told in the words of {@link dev.mqttdsp.core.grant.Admission.Reason}. The names are stable: logs, counters and audit carry
 * them.
 */
enum Cause {
    /** A version of MQTT that is neither 3.1.1 nor 5. */
    UNSUPPORTED_VERSION,
    /** A CONNECT that MQTT does not allow. */
    BAD_CONNECT,
    /** An authentication method, of which none is offered. */
    BAD_AUTHENTICATION_METHOD,
    /** No client identifier where version 3.1.1 demands one. */
    NO_CLIENT_ID,
    /** The credential could not be judged: the log says why. */
    NOT_JUDGED,
    /** A will on a topic on which the client may not publish. */
    WILL_NOT_GRANTED,
    /** As many clients of this grant, of its participant, or of all are there as may be. */
    TOO_MANY_SESSIONS,
    /** As many sessions of this grant are kept at brokers as may be. */
    TOO_MANY_KEPT,
    /** There is no way to the broker. */
    BROKER_UNREACHABLE,
    /** The broker does not answer the CONNECT. */
    BROKER_SILENT,
    /** The broker refuses the gateway's login, or what the client asked for. */
    BROKER_REFUSED,
    /** The connection to the broker has broken. */
    BROKER_LOST,
    /** The broker has said goodbye. */
    BROKER_LEFT,
    /** The client has said goodbye. */
    CLIENT_LEFT,
    /** The connection to the client has broken. */
    CLIENT_LOST,
    /** The client has not been heard for one and a half times its keep-alive. */
    KEEP_ALIVE,
    /** Access was given until now, or the session has lasted as long as any may. */
    EXPIRED,
    /** The client broke the protocol. */
    PROTOCOL_VIOLATION,
    /** The client sent to a topic on which it may not publish. */
    PUBLISH_NOT_GRANTED,
    /** The client subscribed to topics that were not granted. */
    SUBSCRIBE_NOT_GRANTED,
    /** The client is subscribed to as many topic filters as it may be. */
    TOO_MANY_FILTERS,
    /** A topic or a topic filter has more levels than any may have. */
    TOO_MANY_LEVELS,
    /** The gateway is drained: it takes nobody in, and sends those away who are there if that was asked for. */
    DRAINING,
    /** The gateway stops. */
    GATEWAY_STOPS
}
