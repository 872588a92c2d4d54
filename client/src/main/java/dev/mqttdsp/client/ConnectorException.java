package dev.mqttdsp.client;

/** A connector did not do what was asked of it; the message is one sentence that says what to do about it. */
public final class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Code {
        /** Nobody answers at that address, or not in time. */
        UNREACHABLE,
        /** The API key is missing or wrong. */
        UNAUTHORIZED,
        /** There is no such asset, transfer or other thing. */
        NOT_FOUND,
        /** It exists already, or its state does not allow what was asked. */
        CONFLICT,
        /** The request was understood and refused. */
        REFUSED,
        /** A negotiation or transfer ended before it gave access. */
        ENDED,
        /** It takes longer than the caller wanted to wait. */
        TIMEOUT,
        /** The answer is none that a connector gives. */
        UNINTELLIGIBLE
    }

    private final Code code;

    /** With the sentence for the user. */
    public ConnectorException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** With the sentence for the user, and what it came from. */
    public ConnectorException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What went wrong. */
    public Code code() {
        return code;
    }
}
