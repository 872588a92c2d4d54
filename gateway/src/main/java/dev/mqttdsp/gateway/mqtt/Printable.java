package dev.mqttdsp.gateway.mqtt;

/** Text that came from the wire, made fit for a log line. */
public final class Printable {
    private static final int LONGEST = 256;

    private Printable() {}

    /** The text in quotes, with everything but printable ASCII escaped, cut after 256 characters. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder("'");
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~' && c != '\'' && c != '\\') {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.append(text.length() > LONGEST ? "...'" : "'").toString();
    }
}
