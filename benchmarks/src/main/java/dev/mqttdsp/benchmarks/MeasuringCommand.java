package dev.mqttdsp.benchmarks;

import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A benchmark that starts processes, and ends them however it ends. */
@Command
public abstract class MeasuringCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Less of everything, for a look.")
    private boolean quick;

    /**
     * Measures.
     *
     * @param quick whether a look is enough
     */
    protected abstract Report measure(Testbed testbed, Progress progress, boolean quick)
            throws IOException, InterruptedException;

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(spec.commandLine().getErr());
        try (Testbed testbed = Testbed.open()) {
            Thread atExit = new Thread(() -> end(progress, testbed), "end-benchmark");
            Runtime.getRuntime().addShutdownHook(atExit);
            try {
                Report report = measure(testbed, progress, quick);
                report.measurements().forEach(spec.commandLine().getOut()::println);
                return report.failures() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
            } catch (IOException | RuntimeException e) {
                if (testbed.isClosed()) {
                    return INTERRUPTED; // Ctrl-C has taken the processes away
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
