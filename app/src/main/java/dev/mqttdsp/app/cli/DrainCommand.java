package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Take no new clients in. */
@Command(
        name = "drain",
        description = "Have the gateway refuse new clients, and say that it is not ready, until 'undrain' or a restart;"
                + " clients that are there go on.")
final class DrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectorOptions connector;

    @Option(names = "--sessions", description = "Send those away too that are there, in waves.")
    private boolean sessions;

    @Override
    public Integer call() {
        int there = connector.open().drain().begin(sessions);
        String clients = there + (there == 1 ? " client is there" : " clients are there");
        spec.commandLine().getErr().println("the gateway is drained; " + clients + (sessions ? ", and sent away" : ""));
        return 0;
    }
}
