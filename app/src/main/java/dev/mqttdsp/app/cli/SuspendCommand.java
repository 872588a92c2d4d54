package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Suspend a transfer. */
@Command(name = "suspend", description = "Suspend a transfer; its live connections are cut until it is resumed.")
final class SuspendCommand implements Callable<Integer> {
    @Mixin
    private ConnectorOptions connector;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "asked for by the operator",
            description = "Told to the other side (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Parameters(paramLabel = "ID", description = "Id of the transfer, as 'transfers' shows it.")
    private String transfer;

    @Override
    public Integer call() {
        connector.open().suspend(transfer, reason);
        return 0;
    }
}
