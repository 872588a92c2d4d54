package dev.mqttdsp.benchmarks;

import dev.mqttdsp.benchmarks.negotiation.Amounts;
import dev.mqttdsp.benchmarks.negotiation.NegotiationBenchmark;
import dev.mqttdsp.benchmarks.negotiation.NegotiationReport;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From contract to first message, against EDC as it is. */
@Command(
        name = "negotiation",
        description = "How long contract, data address and first message take, with EDC 0.15.1 as it is beside it.")
final class NegotiationCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Fewer flows: two minutes instead of a quarter of an hour.")
    private boolean quick;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.find();
        Progress progress = new Progress(spec.commandLine().getErr());
        try (Testbed testbed = Testbed.open()) {
            Thread atExit = new Thread(() -> end(progress, testbed), "end-benchmark");
            Runtime.getRuntime().addShutdownHook(atExit);
            try {
                NegotiationReport report = new NegotiationBenchmark(
                                quick ? Amounts.QUICK : Amounts.FULL, installation, testbed, progress)
                        .run();
                report.measurements().forEach(spec.commandLine().getOut()::println);
                return report.failures() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
            } catch (IOException | RuntimeException e) {
                if (testbed.isClosed()) {
                    return INTERRUPTED; // Ctrl-C has taken the connectors away
                }
                throw e;
            }
        }
    }

    private static void end(Progress progress, Testbed testbed) {
        progress.silence();
        testbed.close();
    }
}
