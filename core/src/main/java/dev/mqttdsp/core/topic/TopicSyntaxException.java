package dev.mqttdsp.core.topic;

/** Text that is no topic name, or no topic filter; the message says what is wrong with it. */
public final class TopicSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TopicSyntaxException(String message) {
        super(message);
    }
}
