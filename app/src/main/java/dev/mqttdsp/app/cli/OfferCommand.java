package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.Offer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() {
        Connector own = connector.open();
        own.offer(new Offer(
                id,
                broker,
                topics,
                "mqtt-" + text(endpoint),
                Optional.ofNullable(permission).map(OfferCommand::text),
                Optional.ofNullable(authentication).map(OfferCommand::text)));
        spec.commandLine()
                .getErr()
                .println("offered " + id + (topics.isEmpty() ? "" : ": " + String.join(", ", topics)));
        return 0;
    }

    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
