package dev.mqttdsp.gateway.upstream;

/** A broker that cannot be reached; the message says why, for the operator. */
public final class BrokerUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokerUnreachableException(String message) {
        super(message);
    }
}
