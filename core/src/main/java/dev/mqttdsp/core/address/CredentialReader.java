package dev.mqttdsp.core.address;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what the consumer is to log in with. Credentials in an address are for the direct route, where the consumer is
 * given them; what the gateway needs to log in at a broker belongs in a broker entry.
 */
final class CredentialReader {
    private static final List<String> USERS = List.of(Names.USER, Names.USER_NAME);
    private static final List<String> LOGIN =
            List.of(Names.USER, Names.USER_NAME, Names.PASSWORD, Names.PASSWORD_ALIAS);

    private final Properties properties;
    private final Problems problems;
    private final SecretAliases aliases;
    private final IssuedTokenReader issuedToken;

    CredentialReader(Properties properties, Problems problems, SecretAliases aliases, IssuedTokenReader issuedToken) {
        this.properties = properties;
        this.problems = problems;
        this.aliases = aliases;
        this.issuedToken = issuedToken;
    }

    /** Whether the address holds credentials, of whatever kind. */
    boolean hasAny() {
        return hasLogin() || !issuedToken.keys().isEmpty();
    }

    private boolean hasLogin() {
        return LOGIN.stream().anyMatch(name -> properties.text(name).isPresent());
    }

    CredentialSource read(Route route) {
        Kind kind = kind();
        boolean issued = !issuedToken.keys().isEmpty();
        if (issued && route == Route.DIRECT) {
            if (hasLogin()) {
                problems.add(
                        issuedToken.keys().get(0),
                        "credentials for an identity provider beside a login of the broker's",
                        "one of the two");
            } else if (kind == Kind.USRPW) {
                problems.add(Names.AUTH, "'usrpw' beside credentials for an identity provider", "jwt, or nothing");
            }
            return issuedToken.read();
        }
        issuedToken.keys().forEach(this::refuse);
        if (hasLogin() && route == Route.DIRECT) {
            if (kind == Kind.JWT && properties.text(Names.AUTH).isPresent()) {
                problems.add(Names.AUTH, "'jwt' beside a login of the broker's", "usrpw, or no login");
            }
            return login();
        }
        LOGIN.stream().filter(name -> properties.text(name).isPresent()).forEach(this::refuse);
        if (kind == Kind.USRPW && route == Route.DIRECT) {
            problems.add(
                    Names.AUTH,
                    "'usrpw' on the direct route without a login",
                    "user and passwordAlias beside it, or the gateway route, where a password is made for each grant");
        }
        return kind == Kind.USRPW ? new CredentialSource.MadePassword() : new CredentialSource.SignedToken();
    }

    private Kind kind() {
        return new Choices(properties, problems).of(Names.AUTH, Kind.JWT);
    }

    private CredentialSource login() {
        if (properties.text(Names.PASSWORD).isPresent()) {
            problems.add(Names.PASSWORD, "a password in clear", "passwordAlias, which names a secret of the vault");
        }
        List<String> users = USERS.stream()
                .flatMap(name -> properties.text(name).stream())
                .distinct()
                .toList();
        if (users.size() != 1) {
            problems.add(
                    Names.USER,
                    users.isEmpty() ? "nothing" : "two different user names, as user and as username",
                    "the user name at the broker");
        }
        Optional<String> alias = properties.text(Names.PASSWORD_ALIAS);
        if (alias.isEmpty() || !aliases.allow(alias.get())) {
            problems.add(Names.PASSWORD_ALIAS, alias.map(Problems::quoted).orElse("nothing"), aliases.accepted());
        }
        return new CredentialSource.BrokersLogin(
                Stream.concat(users.stream(), Stream.of("")).findFirst().orElseThrow(), alias.orElse(""));
    }

    private void refuse(String name) {
        problems.add(
                name,
                "a credential on the gateway route",
                "an address without credentials there, or mqttRoute direct; what the gateway needs to log in at the broker"
                        + " belongs in a broker entry, edc.mqtt.broker.<name>");
    }

    /** The values of {@code mqttAuth}. */
    private enum Kind {
        JWT,
        USRPW
    }
}
