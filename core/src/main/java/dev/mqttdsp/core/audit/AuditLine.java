package dev.mqttdsp.core.audit;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events as lines of JSON. Every line has the same keys in the same order, so that lines can be told apart by their
 * beginning; it is ASCII throughout, and no value is longer than 256 characters.
 */
final class AuditLine {
    /** A line that stands for those that are missing. */
    private static final String GAP = "EVENTS_LOST";
    /** Times sort as text. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final char REPLACEMENT = '\uFFFD';

    private final String participant;

    /**
     * @param participant whose audit it is
     */
    AuditLine(String participant) {
        this.participant = participant;
    }

    /** The line of an event, with its end. */
    String of(AccessEvent event) {
        return line(
                event.time(), event.kind().name(), event.reason(), event.subject(), event.address(), event.details());
    }

    /** The line that says how many are missing before it, with its end. */
    String gap(Instant time, long events) {
        return line(time, GAP, "", AccessEvent.Subject.UNKNOWN, "", Map.of("events", Long.toString(events)));
    }

    private String line(
            Instant time,
            String event,
            String reason,
            AccessEvent.Subject subject,
            String address,
            Map<String, String> details) {
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put("time", TIME.format(time));
        fixed.put("participant", participant);
        fixed.put("event", event);
        fixed.put("reason", reason);
        fixed.put("flow", subject.flowId());
        fixed.put("consumer", subject.consumer());
        fixed.put("agreement", subject.agreementId());
        fixed.put("asset", subject.assetId());
        fixed.put("address", address);
        StringBuilder out = new StringBuilder("{");
        members(out, fixed);
        out.append(",\"details\":{");
        members(out, details);
        return out.append("}}\n").toString();
    }

    private static void members(StringBuilder out, Map<String, String> values) {
        String separator = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            out.append(separator);
            text(out, value.getKey());
            out.append(':');
            text(out, value.getValue());
            separator = ",";
        }
    }

    /** A string of JSON (RFC 8259 §7). Half a surrogate pair is no character, which not every reader puts up with. */
    private static void text(StringBuilder out, String value) {
        String cut = Printable.cut(value);
        out.append('"');
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < cut.length()
                    && Character.isLowSurrogate(cut.charAt(i + 1))) {
                Printable.escape(out, c);
                Printable.escape(out, cut.charAt(++i));
            } else {
                Printable.escape(out, Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        out.append('"');
    }
}
