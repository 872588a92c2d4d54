package dev.mqttdsp.core.outbound;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers of seconds as others write them. */
public final class Seconds {
    /** Up to some thirty years. */
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9})(?:\\.0+)?");

    private Seconds() {}

    /** The number; empty where it is none, or negative, or longer than thirty years. */
    public static Optional<Duration> parse(String text) {
        return Optional.of(WHOLE.matcher(text.strip()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))));
    }
}
