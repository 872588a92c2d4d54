package dev.mqttdsp.core.did;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DID of the method web, such as {@code did:web:partner.example%3A8383:plant}: a name on the web, under which a document
 * tells its keys and services (did:web Method Specification, §2.1 and §3.2).
 *
 * @param id the whole of it
 */
public record DidWeb(String id) {
    private static final String PREFIX = "did:web:";
    private static final String ACCEPTED = "accepted: did:web:HOST, did:web:HOST%3APORT or did:web:HOST:PATH";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM = Pattern.compile(PREFIX
            + "(?<host>" + LABEL + "(?:\\." + LABEL + ")*)"
            + "(?:%3[Aa](?<port>[1-9][0-9]{0,4}))?"
            + "(?<path>(?::(?!\\.{1,2}(?:$|:))(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+)*)");
    /** A name whose last label is a number is an address (RFC 3986 §3.2.2, RFC 1123 §2.1). */
    private static final Pattern ADDRESS = Pattern.compile("(?:.*\\.)?[0-9]+");
    /** What a path segment must not hide. */
    private static final Pattern HIDDEN = Pattern.compile("(?i)%(?:2e|2f|5c|00)");

    private static final int LONGEST = 2_048;
    private static final int MOST_PORTS = 65_535;

    /**
     * Takes what has that form.
     *
     * @throws IllegalArgumentException when it has another one; the message tells what was found and what is accepted
     */
    public DidWeb {
        if (!isDidWeb(id)) {
            throw new IllegalArgumentException("found '" + shortened(id) + "'; " + ACCEPTED);
        }
    }

    /** The DID whose document is below that URL, of which scheme, user, query and fragment say nothing. */
    public static DidWeb at(URI base) {
        String port = base.getPort() < 0 ? "" : "%3A" + base.getPort();
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        String segments = path.replaceAll("/+$", "").replace('/', ':');
        return new DidWeb(PREFIX + base.getHost() + port + segments);
    }

    /** Whether that is a DID of this method. */
    public static boolean isDidWeb(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                && !ADDRESS.matcher(matcher.group("host")).matches()
                && !HIDDEN.matcher(matcher.group("path")).find()
                && (matcher.group("port") == null || Integer.parseInt(matcher.group("port")) <= MOST_PORTS);
    }

    /**
     * The URL that it stands for, without a slash at its end.
     *
     * @param scheme {@code https}, or {@code http} where that is consented to
     */
    public URI base(String scheme) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalStateException("was one when it was made: " + id);
        }
        String port = matcher.group("port") == null ? "" : ":" + matcher.group("port");
        String host = matcher.group("host").toLowerCase(Locale.ROOT);
        return URI.create(scheme + "://" + host + port + matcher.group("path").replace(':', '/'));
    }

    /** The path of that URL, {@code /} where there is none. */
    public String path() {
        String path = base("https").getRawPath();
        return path.isEmpty() ? "/" : path;
    }

    /**
     * Where its document is: below its path, or at the well-known place of its host.
     *
     * @param scheme {@code https}, or {@code http} where that is consented to
     */
    public URI document(String scheme) {
        URI base = base(scheme);
        return URI.create(base + (base.getRawPath().isEmpty() ? "/.well-known" : "") + "/did.json");
    }

    @Override
    public String toString() {
        return id;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
