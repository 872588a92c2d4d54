package dev.mqttdsp.core.address;

import java.util.ArrayList;
import java.util.List;

/** Collects all that is wrong with one address, so that its author sees everything at once. */
final class Problems {
    /** What is quoted is cut to so many characters (code points), so that the reason beside it is always seen. */
    private static final int MAX_QUOTED = 80;

    private final List<AddressProblem> found = new ArrayList<>();

    void add(String property, String found, String accepted) {
        this.found.add(new AddressProblem(property, found, accepted));
    }

    List<AddressProblem> found() {
        return List.copyOf(found);
    }

    static String quoted(String text) {
        return text.codePointCount(0, text.length()) <= MAX_QUOTED
                ? "'" + text + "'"
                : "'" + text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "…'";
    }

    /** A URL as it may be shown: what stands before an {@code @} or behind a {@code ?} may be a secret. */
    static String quotedUrl(String url) {
        if (url.indexOf('@') >= 0) {
            int authority = url.indexOf("://") + "://".length();
            return quoted(url.matches("\\w+://.*") ? url.substring(0, authority) + "***" : "***");
        }
        int query = url.indexOf('?');
        return quoted(query < 0 ? url : url.substring(0, query) + "?***");
    }
}
