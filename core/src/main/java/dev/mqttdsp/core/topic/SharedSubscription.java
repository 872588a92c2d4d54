package dev.mqttdsp.core.topic;

import java.util.Optional;

/**
 * A subscription that several clients share: {@code $share/NAME/FILTER} (MQTT 5.0 §4.8.2; many brokers take it from
 * 3.1.1 clients too).
 *
 * @param name the share name, never empty, without {@code /}, {@code +} and {@code #}
 * @param filter the filter that is shared
 */
public record SharedSubscription(String name, TopicFilter filter) {
    private static final String PREFIX = "$share/";

    /**
     * Reads a shared subscription; empty when the text is an ordinary filter.
     *
     * @throws TopicSyntaxException when the text begins like a shared subscription and is none
     */
    public static Optional<SharedSubscription> of(String text) {
        if (!text.equals("$share") && !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        TopicText.check(text);
        int end = text.indexOf('/', PREFIX.length());
        if (end < 0) {
            throw new TopicSyntaxException("is a shared subscription without a filter"); // MQTT-4.8.2-2
        }
        String name = text.substring(PREFIX.length(), end);
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.indexOf('#') >= 0) {
            throw new TopicSyntaxException("has an empty share name, or '+' or '#' in it"); // MQTT-4.8.2-1
        }
        return Optional.of(new SharedSubscription(name, TopicFilter.of(text.substring(end + 1))));
    }

    /** The same shared filter under another share name, as it stands on the wire. */
    public String withName(String other) {
        return PREFIX + other + "/" + filter;
    }
}
