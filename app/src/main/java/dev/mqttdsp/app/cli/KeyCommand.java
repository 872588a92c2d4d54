package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Keys.ShownKey;
import dev.mqttdsp.core.audit.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The keys that sign for the connector's participant. */
@Command(
        name = "key",
        description = "Change the keys by which your connector proves who it is.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
    @Spec
    private CommandSpec spec;

    @Command(name = "list", description = "Show the keys of the DID document: id, and whether or from when it signs.")
    int list(@Mixin ConnectorOptions connector) {
        connector.open().keys().all().forEach(this::print);
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Have another key follow: shown at once, and signing when partners know it.")
    int rotate(
            @Mixin ConnectorOptions connector,
            @Option(
                            names = "--at-once",
                            description =
                                    "Sign with it at once, and have the others count no longer: somebody else may have"
                                            + " them. Partners who remember the DID document refuse this participant until they ask"
                                            + " for it again.")
                    boolean atOnce) {
        connector.open().keys().rotate(atOnce).forEach(this::print);
        return 0;
    }

    private void print(ShownKey key) {
        String state = key.signs() ? "signs" : key.signsFrom().isEmpty() ? "shown" : "signs from " + key.signsFrom();
        spec.commandLine().getOut().println(Printable.of(key.id()) + "  " + Printable.of(state));
    }
}
