package dev.mqttdsp.gateway.feed;

/** A feed that cannot be read any further; the message says what it does, for the operator, and repeats nothing of it. */
final class FeedFailure extends Exception {
    private static final long serialVersionUID = 1L;

    FeedFailure(String message) {
        super(message);
    }
}
