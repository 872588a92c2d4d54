package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** End a transfer for good. */
@Command(name = "terminate", description = "End a transfer for good; its live connections are cut.")
final class TerminateCommand implements Callable<Integer> {
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
        connector.open().terminate(transfer, reason);
        return 0;
    }
}
