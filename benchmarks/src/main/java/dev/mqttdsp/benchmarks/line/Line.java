package dev.mqttdsp.benchmarks.line;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command, or the answer to one: a word and named values. On the wire they are {@code word name=value name=value}, the
 * values URL-encoded.
 *
 * @param word what is to be done; {@code ok} or {@code error} in an answer
 * @param values in any order
 */
public record Line(String word, Map<String, String> values) {
    private static final String OK = "ok";
    private static final String ERROR = "error";
    private static final String MESSAGE = "message";

    public Line {
        values = Map.copyOf(values);
    }

    /**
     * A word with values.
     *
     * @param namesAndValues a name, its value, a name, its value, …
     */
    public static Line of(String word, Object... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return new Line(word, values);
    }

    /** The answer to a command that was carried out. */
    public static Line ok(Object... namesAndValues) {
        return of(OK, namesAndValues);
    }

    /** The answer to a command that was not carried out. */
    public static Line error(String message) {
        return of(ERROR, MESSAGE, message);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when a part of it is no {@code name=value}
     */
    public static Line parse(String line) {
        String[] parts = line.strip().split(" +", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("found '" + parts[i] + "'; accepted: name=value");
            }
            values.put(
                    parts[i].substring(0, equals),
                    URLDecoder.decode(parts[i].substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new Line(parts[0], values);
    }

    /** Whether this is the answer to a command that was carried out. */
    public boolean isOk() {
        return word.equals(OK);
    }

    /** Why the command was not carried out. */
    public String message() {
        return values.getOrDefault(MESSAGE, "");
    }

    /**
     * A value.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(word + ": '" + name + "' is missing; found: " + values.keySet());
        }
        return value;
    }

    /**
     * A value that is a whole number.
     *
     * @throws IllegalArgumentException when there is none of that name, or it is no number
     */
    public long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    word + ": " + name + ": found '" + text(name) + "'; accepted: a whole number", e);
        }
    }

    /** The line as it is written. */
    @Override
    public String toString() {
        return word
                + values.entrySet().stream()
                        .map(value -> " " + value.getKey() + "="
                                + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
    }
}
