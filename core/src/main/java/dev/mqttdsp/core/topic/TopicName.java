package dev.mqttdsp.core.topic;

import java.util.List;

/**
 * The topic of one message, without wildcards (MQTT 5.0 §4.7).
 *
 * @param text the name as it stands on the wire
 */
public record TopicName(String text) {

    /**
     * @throws TopicSyntaxException when the text is no topic name
     */
    public TopicName {
        TopicText.check(text);
        if (text.indexOf('+') >= 0 || text.indexOf('#') >= 0) {
            throw new TopicSyntaxException("holds a wildcard, '+' or '#'"); // MQTT-3.3.2-2
        }
    }

    /** Whether brokers read this as a command to them, as {@link TopicFilter#isCommand()} says. */
    public boolean isCommand() {
        return TopicText.isCommand(levels().get(0));
    }

    List<String> levels() {
        return TopicFilter.split(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
