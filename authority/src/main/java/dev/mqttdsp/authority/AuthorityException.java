package dev.mqttdsp.authority;

/** Something that the authority was asked for cannot be had; the message tells what, and what is accepted. */
public final class AuthorityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuthorityException(String message) {
        super(message);
    }

    AuthorityException(String message, Throwable cause) {
        super(message, cause);
    }
}
