package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.runtime.ConnectorRuntime;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one connector until it is stopped. */
@Command(name = "connector", description = "Run a connector until it is stopped.")
final class ConnectorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "Properties file.")
    private Path config;

    @Option(
            names = "--until-stdin-ends",
            hidden = true,
            description = "Stop when standard input ends, so that no connector outlives the process that started it.")
    private boolean untilStdinEnds;

    @Override
    public Integer call() throws Exception {
        Logging.configure(CommonOptions.isVerbose(spec));
        ConnectorRuntime runtime = ConnectorRuntime.boot(config);
        Logging.booted();
        System.out.println("ready");
        if (untilStdinEnds) {
            while (System.in.read() >= 0) {
                // what is said there does not matter
            }
            System.err.println("mqtt-dsp: standard input has ended, stopping");
        } else {
            runtime.awaitShutdown();
        }
        return 0;
    }
}
