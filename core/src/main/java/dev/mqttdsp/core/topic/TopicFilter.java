package dev.mqttdsp.core.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * A topic filter: levels separated by {@code /}, where a level {@code +} stands for any one level and a last level
 * {@code #} for the parent and everything below it (MQTT 5.0 §4.7.1).
 */
public final class TopicFilter {
    private static final String ANY_LEVEL = "+";
    private static final String ANY_REST = "#";

    private final String text;
    private final List<String> levels;

    private TopicFilter(String text, List<String> levels) {
        this.text = text;
        this.levels = levels;
    }

    /**
     * Reads a filter.
     *
     * @throws TopicSyntaxException when the text is no topic filter
     */
    public static TopicFilter of(String text) {
        TopicText.check(text);
        List<String> levels = split(text);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.indexOf('#') >= 0 && !(level.equals(ANY_REST) && i == levels.size() - 1)) {
                throw new TopicSyntaxException("has '#' elsewhere than alone in its last level"); // MQTT-4.7.1-1
            }
            if (level.indexOf('+') >= 0 && !level.equals(ANY_LEVEL)) {
                throw new TopicSyntaxException("has '+' beside other characters in a level"); // MQTT-4.7.1-2
            }
        }
        return new TopicFilter(text, levels);
    }

    /**
     * Reads a filter that a provider wants to grant.
     *
     * @throws TopicSyntaxException when the text is no topic filter, or one that is never granted: brokers read
     *     {@code $share}, {@code $queue}, {@code $exclusive}, {@code $delayed} and {@code $CONTROL} as commands, and
     *     other topics that begin with {@code $} are granted one by one, without wildcards
     */
    public static TopicFilter grantable(String text) {
        TopicFilter filter = of(text);
        if (filter.isCommand()) {
            throw new TopicSyntaxException("begins with " + filter.levels.get(0) + ", which is never granted");
        }
        if (text.startsWith("$") && filter.hasWildcard()) {
            throw new TopicSyntaxException("has a wildcard below a topic that begins with '$'");
        }
        return filter;
    }

    /** Whether messages of that topic are within this filter, on a broker that reads topics as MQTT does. */
    public boolean matches(TopicName name) {
        return covers(name.levels(), BrokerDialect.MQTT);
    }

    /** Whether messages of that topic are within this filter, and stay there as that broker reads the topic. */
    public boolean matches(TopicName name, BrokerDialect dialect) {
        return covers(name.levels(), dialect);
    }

    /**
     * Whether every topic that the other filter matches is matched by this one, and stays so as that broker reads the
     * other filter.
     */
    public boolean contains(TopicFilter other, BrokerDialect dialect) {
        return covers(other.levels, dialect);
    }

    /**
     * Whether brokers read this as a command to them instead of a topic: {@code $share}, {@code $queue},
     * {@code $exclusive}, {@code $delayed} and {@code $CONTROL}. No grant holds such a filter, not even one of
     * everything.
     */
    public boolean isCommand() {
        return TopicText.isCommand(levels.get(0));
    }

    /** The number of levels, at least 1. */
    public int depth() {
        return levels.size();
    }

    private boolean hasWildcard() {
        return levels.contains(ANY_LEVEL) || levels.contains(ANY_REST);
    }

    private boolean covers(List<String> inner, BrokerDialect dialect) {
        // A wildcard in the first level matches no topic that begins with '$' (MQTT-4.7.2-1).
        if (inner.get(0).startsWith("$") && !inner.get(0).equals(levels.get(0))) {
            return false;
        }
        int i = 0;
        for (; i < levels.size(); i++) {
            String mine = levels.get(i);
            if (mine.equals(ANY_REST)) {
                return inner.subList(i, inner.size()).stream().allMatch(dialect::isPlain);
            }
            if (i == inner.size()) {
                return false;
            }
            String theirs = inner.get(i);
            if (theirs.equals(ANY_REST)) {
                // "#" holds its parent too, which "+/#" does not, unless that parent is no topic: above "#" there is
                // none, and above "/#" it would be the empty one (MQTT-4.7.3-1).
                boolean parentIsTopic = i > 1 || (i == 1 && !inner.get(0).isEmpty());
                return !parentIsTopic
                        && mine.equals(ANY_LEVEL)
                        && levels.size() == i + 2
                        && levels.get(i + 1).equals(ANY_REST);
            }
            if (mine.equals(ANY_LEVEL) ? !dialect.isPlain(theirs) : !mine.equals(theirs)) {
                return false;
            }
        }
        return i == inner.size();
    }

    static List<String> split(String text) {
        List<String> levels = new ArrayList<>();
        int from = 0;
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', from)) {
            levels.add(text.substring(from, slash));
            from = slash + 1;
        }
        levels.add(text.substring(from));
        return List.copyOf(levels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter filter && filter.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The filter as it stands on the wire. */
    @Override
    public String toString() {
        return text;
    }
}
