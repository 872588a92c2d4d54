package dev.mqttdsp.core.address;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads properties that have a few possible values. */
final class Choices {
    private final Properties properties;
    private final Problems problems;

    Choices(Properties properties, Problems problems) {
        this.properties = properties;
        this.problems = problems;
    }

    /** One constant of the fallback's type, by its name in any case; the fallback where there is nothing. */
    <E extends Enum<E>> E of(String name, E fallback) {
        Optional<String> text = properties.text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        E[] values = fallback.getDeclaringClass().getEnumConstants();
        Optional<E> chosen = Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text.get()))
                .findFirst();
        if (chosen.isEmpty()) {
            problems.add(
                    name,
                    Problems.quoted(text.get()),
                    Arrays.stream(values)
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
        }
        return chosen.orElse(fallback);
    }

    /** {@code true} or {@code false}; false where there is nothing. */
    boolean flag(String name) {
        String text = properties.text(name).orElse("false");
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            problems.add(name, Problems.quoted(text), "true, false");
        }
        return Boolean.parseBoolean(text);
    }
}
