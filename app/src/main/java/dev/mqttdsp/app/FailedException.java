package dev.mqttdsp.app;

/** A command cannot do what it was asked to; the message is one sentence that says what to do about it. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence for the user. */
    public FailedException(String message) {
        super(message);
    }

    /** With the sentence for the user, and what it came from. */
    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
