package dev.mqttdsp.core.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An input is lines of text: a filter that is granted, and one that is asked for. */
class TopicFuzz {
    /** No level of any input: it has a line break in it. */
    private static final String OTHER = "other\n";

    @DictionaryEntries({"/", "+", "#", "/#", "/+", "+/", "$", "$SYS/", "$share/g/", ".", "*", "::", "\\\\", "a", "\\x0a"
    })
    @FuzzTest
    void containment(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 2) {
            return;
        }
        Optional<TopicFilter> granted = filter(lines[0]);
        Optional<TopicFilter> asked = filter(lines[1]);
        if (granted.isEmpty() || asked.isEmpty() || asked.get().depth() > 50) {
            return;
        }
        List<List<String>> topics = topicsOf(levels(lines[1]), granted.get().depth() + 2);
        boolean contained = granted.get().contains(asked.get(), BrokerDialect.MQTT);
        assertThat(contained)
                .as("every topic of '%s' is one of '%s'", lines[1], lines[0])
                .isEqualTo(topics.stream().allMatch(topic -> isMatched(levels(lines[0]), topic)));
        for (BrokerDialect dialect : BrokerDialect.values()) {
            if (granted.get().contains(asked.get(), dialect)) {
                assertThat(contained).as("%s allows no more than MQTT", dialect).isTrue();
            }
        }
        for (BrokerDialect dialect : List.of(BrokerDialect.DOTTED, BrokerDialect.UNKNOWN)) {
            if (granted.get().contains(asked.get(), dialect)) {
                List<String> pattern = words(lines[0]);
                assertThat(keysOf(words(lines[1]), pattern.size() + 2))
                        .as("what '%s' receives in AMQP", lines[1])
                        .allMatch(key -> isRouted(pattern, key));
            }
        }
    }

    @DictionaryEntries({"/", "+", "#", "$share/", "$queue/", "\\x00"})
    @FuzzTest
    void syntax(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Optional<TopicFilter> filter = filter(text);
        filter.ifPresent(read -> {
            assertThat(read).hasToString(text);
            assertThat(read.contains(read, BrokerDialect.MQTT)).isTrue();
        });
        try {
            TopicName name = new TopicName(text);
            assertThat(filter).as("a name is a filter too").isPresent();
            assertThat(filter.get().matches(name)).isTrue();
            assertThat(text).doesNotContain("+", "#", "\0");
        } catch (TopicSyntaxException e) {
            assertThat(e).hasMessageNotContaining(text.length() > 20 ? text : "\n");
        }
        try {
            assertThat(TopicFilter.grantable(text).isCommand()).isFalse();
        } catch (TopicSyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            SharedSubscription.of(text).ifPresent(shared -> assertThat(shared.withName(shared.name()))
                    .isEqualTo(text));
        } catch (TopicSyntaxException e) {
            assertThat(text).startsWith("$share");
        }
    }

    private static Optional<TopicFilter> filter(String text) {
        try {
            return Optional.of(TopicFilter.of(text));
        } catch (TopicSyntaxException e) {
            return Optional.empty();
        }
    }

    private static List<String> levels(String text) {
        return List.of(text.split("/", -1));
    }

    /**
     * Topics of a filter that stand for all of them: a level that nobody spells out for each {@code +}, and up to so many
     * of them for {@code #}.
     */
    private static List<List<String>> topicsOf(List<String> filter, int deepest) {
        List<String> head = new ArrayList<>();
        filter.forEach(level -> head.add(level.equals("+") ? OTHER : level));
        if (!filter.get(filter.size() - 1).equals("#")) {
            return List.of(head);
        }
        head.remove(head.size() - 1);
        List<List<String>> topics = new ArrayList<>();
        for (int more = 0; more <= deepest; more++) {
            if (!head.isEmpty() && !head.equals(List.of(""))) {
                topics.add(List.copyOf(head)); // the empty text is no topic (MQTT-4.7.3-1)
            }
            head.add(OTHER);
        }
        return topics;
    }

    /** MQTT 5.0 §4.7.1 and §4.7.2, level by level. */
    private static boolean isMatched(List<String> filter, List<String> topic) {
        boolean wildFirst = filter.get(0).equals("+") || filter.get(0).equals("#");
        return !(wildFirst && topic.get(0).startsWith("$")) && isMatchedFrom(filter, topic);
    }

    private static boolean isMatchedFrom(List<String> filter, List<String> topic) {
        if (filter.isEmpty() || filter.get(0).equals("#")) {
            return !filter.isEmpty() || topic.isEmpty();
        }
        return !topic.isEmpty()
                && (filter.get(0).equals("+") || filter.get(0).equals(topic.get(0)))
                && isMatchedFrom(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
    }

    /** How RabbitMQ reads a filter: slashes become dots, and {@code +} becomes {@code *}, which dots and stars are already. */
    private static List<String> words(String filter) {
        return List.of(filter.replace('/', '.').replace('+', '*').split("\\.", -1));
    }

    private static List<List<String>> keysOf(List<String> pattern, int deepest) {
        List<String> plain = new ArrayList<>();
        pattern.forEach(word -> plain.add(word.equals("*") ? OTHER : word));
        return topicsOf(plain, deepest);
    }

    /** A topic exchange of AMQP: {@code *} is one word, {@code #} any number of them. */
    private static boolean isRouted(List<String> pattern, List<String> key) {
        if (pattern.isEmpty()) {
            return key.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            for (int skipped = 0; skipped <= key.size(); skipped++) {
                if (isRouted(rest, key.subList(skipped, key.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !key.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(key.get(0)))
                && isRouted(rest, key.subList(1, key.size()));
    }
}
