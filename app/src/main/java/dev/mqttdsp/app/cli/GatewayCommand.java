package dev.mqttdsp.app.cli;

import dev.mqttdsp.app.runtime.GatewayRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a gateway apart from its connector until it is stopped. */
@Command(name = "gateway", description = "Run a gateway apart from its connector, until it is stopped.")
final class GatewayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "Properties file.")
    private Path config;

    @Option(
            names = "--until-stdin-ends",
            hidden = true,
            description = "Stop when standard input ends, so that no gateway outlives the process that started it.")
    private boolean untilStdinEnds;

    @Override
    public Integer call() throws InterruptedException {
        Logging.configure(CommonOptions.isVerbose(spec));
        if (untilStdinEnds) { // also while it waits for its connector
            Thread reader = new Thread(GatewayCommand::stopWhenStdinEnds, "stdin");
            reader.setDaemon(true);
            reader.start();
        }
        GatewayRuntime runtime = GatewayRuntime.start(config);
        System.out.println("ready");
        runtime.awaitShutdown();
        return 0;
    }

    private static void stopWhenStdinEnds() {
        try {
            while (System.in.read() >= 0) {
                // what is said there does not matter
            }
        } catch (IOException e) {
            // It has ended, too.
        }
        System.err.println("mqtt-dsp: standard input has ended, stopping");
        System.exit(0);
    }
}
