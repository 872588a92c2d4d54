package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Transfer;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the running transfers. */
@Command(name = "transfers", description = "Show the running transfers.")
final class TransfersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long running = connector.open().transfers().stream()
                .filter(Transfer::isRunning)
                .peek(transfer -> out.println(String.join(
                        "  ",
                        transfer.id(),
                        transfer.state(),
                        transfer.role().toLowerCase(Locale.ROOT),
                        transfer.assetId())))
                .count();
        spec.commandLine()
                .getErr()
                .println(running + (running == 1 ? " transfer is running" : " transfers are running"));
        return 0;
    }
}
