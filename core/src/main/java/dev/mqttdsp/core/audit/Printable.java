package dev.mqttdsp.core.audit;

/** Text that came from elsewhere, made fit for a log line: one line of printable ASCII, of bounded length. */
public final class Printable {
    private static final int LONGEST = 256;
    private static final String CUT = "...";
    /** What would make it unclear where a value ends. */
    private static final String NOT_PLAIN = " ,;='\"\\";

    private Printable() {}

    /**
     * The text as it is where that cannot be mistaken for anything else, otherwise in single quotes, with everything but
     * printable ASCII escaped as in Java; cut as {@link #cut} does.
     */
    public static String of(String text) {
        String cut = cut(text);
        if (!cut.isEmpty() && cut.chars().allMatch(Printable::isPlain)) {
            return cut;
        }
        StringBuilder out = new StringBuilder("'");
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c >= ' ' && c <= '~' && c != '\'' && c != '"' && c != '\\') {
                out.append(c);
            } else {
                escape(out, c);
            }
        }
        return out.append("'").toString();
    }

    /** The text; of one longer than 256 characters the beginning, with dots, 256 characters at most. */
    public static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** Appends a character as backslash, u and four hexadecimal digits, which Java and JSON both read. */
    static void escape(StringBuilder out, char c) {
        out.append(String.format("\\u%04x", (int) c));
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c <= '~' && NOT_PLAIN.indexOf(c) < 0;
    }
}
