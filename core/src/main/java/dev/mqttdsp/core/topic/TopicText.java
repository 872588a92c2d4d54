package dev.mqttdsp.core.topic;

import java.util.Set;

/** The rules that topic names and topic filters share (MQTT 5.0 §1.5.4 and §4.7.3). */
final class TopicText {
    /** A UTF-8 string on the wire is preceded by its length in two bytes. */
    static final int MAX_BYTES = 65_535;

    /** First levels that brokers give a meaning of their own: a grant on them would be a grant on something else. */
    private static final Set<String> COMMANDS = Set.of("$share", "$queue", "$exclusive", "$delayed", "$CONTROL");

    private TopicText() {}

    static boolean isCommand(String firstLevel) {
        return COMMANDS.contains(firstLevel);
    }

    /**
     * Checks what holds for names and filters alike.
     *
     * @throws TopicSyntaxException when the text is empty, too long, has U+0000 or is no well-formed Unicode
     */
    static void check(String text) {
        if (text.isEmpty()) {
            throw new TopicSyntaxException("is empty; at least one character is needed"); // MQTT-4.7.3-1
        }
        if (text.indexOf('\0') >= 0) {
            throw new TopicSyntaxException("holds the character U+0000"); // MQTT-4.7.3-2
        }
        if (utf8Length(text) > MAX_BYTES) {
            throw new TopicSyntaxException("is longer than " + MAX_BYTES + " bytes"); // MQTT-4.7.3-3
        }
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length += 1;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw new TopicSyntaxException("is no well-formed Unicode text"); // MQTT-1.5.4-1
            }
        }
        return length;
    }
}
