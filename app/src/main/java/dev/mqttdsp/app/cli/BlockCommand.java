package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Blocks;
import dev.mqttdsp.core.audit.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cut a participant off. */
@Command(
        name = "block",
        description = "Cut a participant off: its live connections are cut, its transfers terminated, and it gets no"
                + " access until it is let in again by 'unblock'.")
final class BlockCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "For your own log and audit; the participant does not hear it.")
    private String reason;

    @Parameters(paramLabel = "PARTICIPANT", description = "Id of the participant, as agreements and log have it.")
    private String participant;

    @Override
    public Integer call() {
        Blocks.Ended ended = connector.open().blocks().block(participant, reason);
        PrintWriter err = spec.commandLine().getErr();
        int number = ended.terminated().size();
        err.println(Printable.of(participant) + " is blocked; " + number
                + (number == 1 ? " transfer was terminated" : " transfers were terminated"));
        ended.failures().forEach(failure -> err.println("without access, but not terminated: " + failure));
        return 0;
    }
}
