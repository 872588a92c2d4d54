package dev.mqttdsp.core.replica;

/** What came is no feed, or not the one that was expected; the message says why, and repeats nothing of what came. */
public final class UnusableFeedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFeedException(String message) {
        super(message);
    }
}
