package dev.mqttdsp.app.cli;

import dev.mqttdsp.client.Block;
import dev.mqttdsp.core.audit.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows who is cut off. */
@Command(name = "blocked", description = "Show the participants who are blocked, since when, and why.")
final class BlockedCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Block> blocks = connector.open().blocks().all();
        for (Block block : blocks) {
            String reason = block.reason().isEmpty() ? "" : "  " + Printable.of(block.reason());
            out.println(Printable.of(block.participant()) + "  " + block.since() + reason);
        }
        spec.commandLine()
                .getErr()
                .println(
                        blocks.size() + (blocks.size() == 1 ? " participant is blocked" : " participants are blocked"));
        return 0;
    }
}
