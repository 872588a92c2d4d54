package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.client.Terms;
import dev.mqttdsp.core.credential.CredentialDemand;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts topics on offer. */
@Command(name = "offer", description = "Offer topics: asset, policy and contract definition in one go.")
final class OfferCommand implements Callable<Integer> {
    /** The transport that the consumer is given. */
    enum Endpoint {
        WSS,
        TLS
    }

    /** What the consumer may do. */
    enum Permission {
        SUBSCRIBE,
        PUBLISH,
        BOTH
    }

    /** What the consumer logs in with. */
    enum Authentication {
        JWT,
        USRPW
    }

    private static final Pattern AFTER_SIGNATURE = Pattern.compile("[1-9][0-9]{0,5}[smhd]");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Option(names = "--id", paramLabel = "ID", required = true, description = "Id of the asset.")
    private String id;

    @Option(
            names = "--broker",
            paramLabel = "URL|NAME",
            required = true,
            description = "The broker's URL as the gateway reaches it, or the name of a broker entry.")
    private String broker;

    @Option(names = "--topic", paramLabel = "T", description = "Topic filter to grant; may be repeated.")
    private List<String> topics = List.of();

    @Option(
            names = "--endpoint",
            defaultValue = "wss",
            description = "What the consumer connects to: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Endpoint endpoint;

    @Option(
            names = "--permission",
            description = "What the consumer may do: ${COMPLETION-CANDIDATES} (default: subscribe).")
    private Permission permission;

    @Option(
            names = "--auth",
            description = "What the consumer logs in with, a token that is refreshed or a user name and a password:"
                    + " ${COMPLETION-CANDIDATES} (default: jwt).")
    private Authentication authentication;

    @Option(
            names = "--direct",
            description = "The consumer connects to the broker itself, which trusts this connector's keys.")
    private boolean direct;

    @Option(
            names = "--for",
            paramLabel = "PARTICIPANT",
            description =
                    "Whom the offer is for, by participant id such as did:web:partner.example; nobody else sees it."
                            + " May be repeated.")
    private List<String> partners = List.of();

    @Option(
            names = "--credential",
            paramLabel = "TYPE[:CLAIM=VALUE]",
            description =
                    "A credential that partners have to show, such as AuditCredential:level=gold; nobody else sees"
                            + " the offer. May be repeated.")
    private List<String> credentials = List.of();

    @Option(
            names = "--until",
            paramLabel = "INSTANT|DURATION",
            description = "End of each contract: an instant such as 2030-01-01T00:00:00Z, or a time after its signature"
                    + " such as 30d, 12h, 90m.")
    private String until;

    @ArgGroup(exclusive = false, heading = "The broker's own login, for consumers that connect to it directly:%n")
    private BrokersLogin login;

    @ArgGroup(
            exclusive = false,
            heading = "Tokens of an identity provider, for consumers that connect to the broker directly:%n")
    private IdentityProvider identityProvider;

    /** What makes the broker's own login. */
    static final class BrokersLogin {
        @Option(names = "--user", paramLabel = "NAME", required = true, description = "User name at the broker.")
        private String user;

        @Option(
                names = "--password-alias",
                paramLabel = "ALIAS",
                required = true,
                description = "Name of the secret that is the password.")
        private String passwordAlias;
    }

    /** Where tokens come from. */
    static final class IdentityProvider {
        @Option(
                names = "--token-url",
                paramLabel = "URL",
                required = true,
                description = "Token endpoint of the identity provider.")
        private String tokenUrl;

        @Option(names = "--client-id", paramLabel = "ID", required = true, description = "Who the connector is there.")
        private String clientId;

        @Option(
                names = "--client-secret-alias",
                paramLabel = "ALIAS",
                required = true,
                description = "Name of the secret that is the client's.")
        private String secretAlias;

        @Option(names = "--scope", paramLabel = "SCOPE", description = "What is asked for.")
        private String scope;

        @Option(names = "--audience", paramLabel = "AUDIENCE", description = "Whom the token has to be for.")
        private String audience;
    }

    @Override
    public Integer call() {
        Connector own = connector.open();
        own.offer(new Offer(id, broker, topics, "mqtt-" + text(endpoint), choices(), terms()));
        spec.commandLine()
                .getErr()
                .println("offered " + id + (topics.isEmpty() ? "" : ": " + String.join(", ", topics)));
        return 0;
    }

    private Map<String, String> choices() {
        Map<String, String> choices = new LinkedHashMap<>();
        put(choices, "mqttPermission", permission == null ? null : text(permission));
        put(choices, "mqttAuth", authentication == null ? null : text(authentication));
        put(choices, "mqttRoute", direct ? "direct" : null);
        if (login != null) {
            put(choices, "user", login.user);
            put(choices, "passwordAlias", login.passwordAlias);
        }
        if (identityProvider != null) {
            put(choices, "oauth2:tokenUrl", identityProvider.tokenUrl);
            put(choices, "oauth2:clientId", identityProvider.clientId);
            put(choices, "oauth2:clientSecretKeyAlias", identityProvider.secretAlias);
            put(choices, "oauth2:scope", identityProvider.scope);
            put(choices, "oauth2:audience", identityProvider.audience);
        }
        return choices;
    }

    private Terms terms() {
        return new Terms(
                partners,
                credentials.stream().map(OfferCommand::demand).toList(),
                Optional.ofNullable(until).map(OfferCommand::end));
    }

    private static String demand(String text) {
        try {
            return CredentialDemand.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw new FailedException("--credential: " + e.getMessage(), e);
        }
    }

    private static String end(String text) {
        if (AFTER_SIGNATURE.matcher(text).matches()) {
            return "contractAgreement+" + text;
        }
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new FailedException(
                    "--until: found '" + text
                            + "'; accepted: an instant such as 2030-01-01T00:00:00Z, or a time such as 30d, 12h, 90m, 30s",
                    e);
        }
    }

    private static void put(Map<String, String> choices, String property, String value) {
        if (value != null) {
            choices.put(property, value);
        }
    }

    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
