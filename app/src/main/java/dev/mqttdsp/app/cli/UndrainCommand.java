package dev.mqttdsp.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Take clients in again. */
@Command(name = "undrain", description = "Have a drained gateway take clients in again.")
final class UndrainCommand implements Callable<Integer> {
    @Mixin
    private ConnectorOptions connector;

    @Override
    public Integer call() {
        connector.open().drain().end();
        return 0;
    }
}
