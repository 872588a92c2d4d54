package dev.mqttdsp.core.address;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads which topics an address offers, and judges whether they may be. */
final class TopicsReader {
    private static final String PROPERTY = Names.DSP_MQTT_PREFIX + ":" + Names.TOPIC;
    /** The topics go into the token, and the token into one field of MQTT's CONNECT. */
    private static final int MAX_FILTERS = 100;

    private static final int MAX_BYTES = 8_192;

    private final Properties properties;
    private final Problems problems;

    TopicsReader(Properties properties, Problems problems) {
        this.properties = properties;
        this.problems = problems;
    }

    /** The topics; empty where the broker decides. The broker is null where it could not be read. */
    List<TopicFilter> read(Route route, Broker broker) {
        List<String> lines = properties.texts(Names.TOPIC).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (lines.isEmpty() && route == Route.GATEWAY && broker != null && !broker.unrestricted()) {
            problems.add(
                    PROPERTY,
                    "nothing",
                    "a topic filter; without one everything at the broker would be shared, which its entry must allow by"
                            + " edc.mqtt.broker.<name>.unrestricted=true");
        }
        int bytes = lines.stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (lines.size() > MAX_FILTERS || bytes > MAX_BYTES) {
            problems.add(
                    PROPERTY,
                    lines.size() + " topic filters of " + bytes + " bytes",
                    "at most " + MAX_FILTERS + " topic filters of " + MAX_BYTES + " bytes together");
            return List.of();
        }
        List<TopicFilter> topics = parse(lines);
        if (broker != null) {
            topics.stream()
                    .filter(topic -> !broker.offers(topic))
                    .forEach(topic -> problems.add(
                            PROPERTY,
                            Problems.quoted(topic.toString()),
                            "topics within " + broker.topics() + " of this broker"));
        }
        return topics;
    }

    private List<TopicFilter> parse(List<String> lines) {
        List<TopicFilter> topics = new ArrayList<>();
        for (String line : lines) {
            try {
                topics.add(TopicFilter.grantable(line));
            } catch (TopicSyntaxException e) {
                problems.add(
                        PROPERTY,
                        Problems.quoted(line) + ", which " + e.getMessage(),
                        "one topic filter, several separated by newline, or a JSON array of them");
            }
        }
        return topics;
    }
}
