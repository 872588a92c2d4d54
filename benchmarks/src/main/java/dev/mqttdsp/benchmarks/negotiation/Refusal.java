package dev.mqttdsp.benchmarks.negotiation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A message that the other side refused for good: it came too early, or twice. The side that sent it logs that.
 *
 * @param process the sender's process
 * @param line of its log
 */
record Refusal(String process, String line) {
    /** EDC's {@code UnrecoverableEntityStateException} and {@code EntityStateException}. */
    private static final Pattern LINE =
            Pattern.compile("ID (\\S+?)\\. .*(?:Fatal error occurred|Retry limit exceeded)");

    /** EDC's own monitor writes errors in red. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /** Those in a log. */
    static List<Refusal> in(List<String> log) {
        return log.stream().flatMap(Refusal::in).toList();
    }

    private static Stream<Refusal> in(String raw) {
        String line = COLOUR.matcher(raw).replaceAll("");
        Matcher matcher = LINE.matcher(line);
        return matcher.find() ? Stream.of(new Refusal(matcher.group(1), line)) : Stream.empty();
    }
}
