package dev.mqttdsp.core.address;

import dev.mqttdsp.core.outbound.UrlGuard;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads from which identity provider an asset's tokens come. ADR 012 writes these properties with the prefix {@code oauth2};
 * its prose names the secret {@code clientSecretKey}, its example {@code clientSecretKeyAlias}: both are the alias.
 */
final class IssuedTokenReader {
    private static final String ACCEPTED = Stream.of(
                    Names.TOKEN_URL, Names.CLIENT_ID, Names.CLIENT_SECRET_KEY_ALIAS, Names.SCOPE, Names.AUDIENCE)
            .map(IssuedTokenReader::written)
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();
    /** RFC 6749 Appendix A.1: VSCHAR. */
    private static final String CLIENT_ID_CHARACTERS = "[\\x20-\\x7E]{1,255}";
    /** RFC 6749 §3.3. */
    private static final String SCOPE_CHARACTERS = "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]{1,1000}";

    private final Properties properties;
    private final Problems problems;
    private final SecretAliases aliases;
    private final UrlGuard guard;

    IssuedTokenReader(Properties properties, Problems problems, SecretAliases aliases, UrlGuard guard) {
        this.properties = properties;
        this.problems = problems;
        this.aliases = aliases;
        this.guard = guard;
    }

    /** The keys that speak of an identity provider, as they are written. */
    List<String> keys() {
        return properties.ofPrefix(Names.OAUTH2_PREFIX);
    }

    CredentialSource.IssuedToken read() {
        keys().stream()
                .filter(key -> Stream.of(
                                Names.TOKEN_URL,
                                Names.CLIENT_ID,
                                Names.CLIENT_SECRET_KEY_ALIAS,
                                Names.CLIENT_SECRET_KEY,
                                Names.SCOPE,
                                Names.AUDIENCE)
                        .noneMatch(name -> Properties.endsIn(key, name)))
                .forEach(key -> problems.add(key, "a property that is not known", ACCEPTED));
        return new CredentialSource.IssuedToken(
                tokenUrl(),
                required(Names.CLIENT_ID, CLIENT_ID_CHARACTERS, "the connector's client id at the identity provider"),
                secretAlias(),
                optional(Names.SCOPE, SCOPE_CHARACTERS, "scopes, separated by blanks"),
                optional(Names.AUDIENCE, CLIENT_ID_CHARACTERS, "the audience that the token has to carry"));
    }

    private URI tokenUrl() {
        Optional<String> text = properties.ofOauth2(Names.TOKEN_URL).stream().findFirst();
        String accepted = "the https URL of the identity provider's token endpoint, without a login";
        if (text.isEmpty()) {
            problems.add(written(Names.TOKEN_URL), "nothing", accepted);
            return URI.create("");
        }
        try {
            URI url = URI.create(text.get());
            guard.problemAtFirstSight(url)
                    .ifPresent(problem -> problems.add(
                            written(Names.TOKEN_URL), Problems.quotedUrl(text.get()) + ", which " + problem, accepted));
            return url;
        } catch (IllegalArgumentException e) { // also what the JDK throws for some hosts that are no addresses
            problems.add(written(Names.TOKEN_URL), Problems.quotedUrl(text.get()) + ", which is no URL", accepted);
            return URI.create("");
        }
    }

    private String secretAlias() {
        List<String> named = Stream.of(Names.CLIENT_SECRET_KEY_ALIAS, Names.CLIENT_SECRET_KEY)
                .flatMap(name -> properties.ofOauth2(name).stream())
                .distinct()
                .toList();
        String property = written(Names.CLIENT_SECRET_KEY_ALIAS);
        if (named.size() > 1) {
            problems.add(property, "two different aliases, as clientSecretKeyAlias and as clientSecretKey", "one");
        } else if (named.isEmpty() || !aliases.allow(named.get(0))) {
            problems.add(property, named.isEmpty() ? "nothing" : Problems.quoted(named.get(0)), aliases.accepted());
        }
        return named.isEmpty() ? "" : named.get(0);
    }

    private String required(String name, String characters, String accepted) {
        Optional<String> text = optional(name, characters, accepted);
        if (properties.ofOauth2(name).isEmpty()) {
            problems.add(written(name), "nothing", accepted);
        }
        return text.orElse("");
    }

    private Optional<String> optional(String name, String characters, String accepted) {
        Optional<String> text = properties.ofOauth2(name).stream().findFirst();
        text.filter(value -> !value.matches(characters))
                .ifPresent(value ->
                        problems.add(written(name), Problems.quoted(value), accepted + ", in printable ASCII"));
        return text;
    }

    private static String written(String name) {
        return Names.OAUTH2_PREFIX + ":" + name;
    }
}
