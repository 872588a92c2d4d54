package dev.mqttdsp.core.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The one accessor to an address's properties: each name counts in all its spellings, prefixed, expanded or bare. */
final class Properties {
    private final Map<String, ?> values;

    Properties(Map<String, ?> values) {
        this.values = values;
    }

    /** The first value of that name, without surrounding blanks; blank counts as absent. */
    Optional<String> text(String name) {
        return texts(name).stream().findFirst();
    }

    /** All values of that name, in the first of its spellings that has any. */
    List<String> texts(String name) {
        return spellings(name)
                .map(key -> flatten(values.get(key)))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The keys that are there under that prefix, declared or not, as they are written. */
    List<String> ofPrefix(String prefix) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(prefix + ":")
                        || key.contains("/" + prefix + ":")
                        || key.contains("/" + prefix + "/")
                        || key.contains("/" + prefix + "#"))
                .sorted()
                .toList();
    }

    /** All values of that name under the prefix {@code oauth2}, in the first of its spellings that has any. */
    List<String> ofOauth2(String name) {
        return ofPrefix(Names.OAUTH2_PREFIX).stream()
                .filter(key -> endsIn(key, name))
                .map(key -> flatten(values.get(key)))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Whether that is what a key names, whatever stands before it. */
    static boolean endsIn(String key, String name) {
        return Stream.of(":", "/", "#").anyMatch(separator -> key.endsWith(separator + name));
    }

    private static Stream<String> spellings(String name) {
        return Stream.of(
                Names.EDC + name,
                name,
                "edc:" + name,
                Names.DSP_MQTT + name,
                Names.DSP_MQTT_PREFIX + ":" + name,
                Names.EDC + Names.DSP_MQTT_PREFIX + ":" + name);
    }

    /** A value may be a text, a JSON array, or the {@code {"@value": …}} and {@code {"@list": …}} of expanded JSON-LD. */
    private static List<String> flatten(Object value) {
        List<String> found = new ArrayList<>();
        if (value instanceof Collection<?> many) {
            many.forEach(one -> found.addAll(flatten(one)));
        } else if (value instanceof Map<?, ?> node) {
            Object inner = node.containsKey("@value") ? node.get("@value") : node.get("@list");
            found.addAll(flatten(inner));
        } else if (value != null && !value.toString().isBlank()) {
            found.add(value.toString().strip());
        }
        return found;
    }
}
