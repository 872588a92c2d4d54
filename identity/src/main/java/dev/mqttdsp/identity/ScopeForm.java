package dev.mqttdsp.identity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a scope that stands for a type of credential (Decentralized Claims Protocol 1.0, §5.4.1.2). */
public final class ScopeForm {
    /** The alias of the specification. */
    public static final String DCP = "org.eclipse.dspace.dcp.vc.type";

    /** What a message says is accepted. */
    static final String ACCEPTED = DCP + ":TYPE:read";

    /** The same under the names that EDC and Tractus-X have for it. */
    private static final Pattern FORM = Pattern.compile("(?:" + Pattern.quote(DCP)
            + "|org\\.eclipse\\.edc\\.vc\\.type|org\\.eclipse\\.tractusx\\.vc\\.type)"
            + ":(?<type>[A-Za-z][A-Za-z0-9_-]{0,99})(?::(?:read|all|\\*))?");

    private ScopeForm() {}

    /** The scope that stands for a type of credential; empty for a type that a scope cannot name. */
    public static Optional<String> of(String type) {
        return of(DCP, type);
    }

    /** The same under another name than that of the specification. */
    public static Optional<String> of(String alias, String type) {
        return Optional.of(alias + ":" + type + ":read")
                .filter(scope -> type(scope).isPresent());
    }

    /** The name under which a scope stands for a type. */
    public static String alias(String scope) {
        return scope.substring(0, scope.indexOf(':'));
    }

    /** The type of credential that a scope stands for; empty when it is no such scope. */
    public static Optional<String> type(String scope) {
        Matcher matcher = FORM.matcher(scope);
        return matcher.matches() ? Optional.of(matcher.group("type")) : Optional.empty();
    }
}
