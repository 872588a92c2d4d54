package dev.mqttdsp.core.credential;

import dev.mqttdsp.core.address.Names;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A credential that a partner has to have: {@code TYPE}, or {@code TYPE:CLAIM=VALUE} where its subject has to say something in
 * particular. A claim inside another one is written with a dot, {@code address.country}.
 *
 * @param type of the credential, as its issuer writes it
 * @param claim what its subject has to say; empty where any credential of the type will do
 */
public record CredentialDemand(String type, Optional<Claim> claim) {
    /** The left operand of the constraint in offers, an IRI. */
    public static final String LEFT_OPERAND = Names.EDC + "credential";
    /** What messages say is accepted. */
    public static final String ACCEPTED = "TYPE or TYPE:CLAIM=VALUE, such as AuditCredential:level=gold";

    private static final Pattern FORM = Pattern.compile(
            "(?<type>[A-Za-z][A-Za-z0-9_-]{0,99})(?::(?<claim>[^=\\p{Cntrl}]{1,200})=(?<value>\\P{Cntrl}{1,1000}))?");

    /**
     * What a subject has to say.
     *
     * @param name of the claim
     * @param value as text; of a list one of its values
     */
    public record Claim(String name, String value) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for anything else, saying what was found
     */
    public static CredentialDemand parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("found '" + text + "'; accepted: " + ACCEPTED);
        }
        return new CredentialDemand(
                matcher.group("type"),
                Optional.ofNullable(matcher.group("claim")).map(name -> new Claim(name, matcher.group("value"))));
    }

    /** Whether a credential of these types, that says this of its subject, will do. */
    public boolean isMetBy(Collection<String> types, Map<String, ?> subject) {
        return types.contains(type)
                && claim.map(wanted -> says(subject, wanted.name(), wanted.value()))
                        .orElse(true);
    }

    /** A name with dots may be one name, or lead into other claims. */
    private static boolean says(Map<?, ?> claims, String name, String value) {
        if (is(claims.get(name), value)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            if (claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                    && says(inner, name.substring(dot + 1), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(Object claimed, String value) {
        if (claimed instanceof Collection<?> several) {
            return several.stream().anyMatch(one -> is(one, value));
        }
        return (claimed instanceof String || claimed instanceof Number || claimed instanceof Boolean)
                && claimed.toString().equals(value);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return type + claim.map(one -> ":" + one.name() + "=" + one.value()).orElse("");
    }
}
