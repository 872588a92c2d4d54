package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resume a suspended transfer. */
@Command(name = "resume", description = "Resume a suspended transfer; the consumer gets a new data address.")
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private ConnectorOptions connector;

    @Parameters(paramLabel = "ID", description = "Id of the transfer, as 'transfers' shows it.")
    private String transfer;

    @Override
    public Integer call() {
        connector.open().resume(transfer);
        return 0;
    }
}
