package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A long time. */
@Command(
        name = "soak",
        description =
                "2,000 sessions for a long time, with slow ones, with others that come and go, and with revocations.")
public final class SoakCommand extends BedCommand {
    private static final int QUICK_MINUTES = 2;
    private static final int LONGEST_MINUTES = 24 * 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "30",
            description = "How long; 30 without, 2 with --quick.")
    private int minutes;

    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws InterruptedException, IOException {
        return new SoakBenchmark(amounts.equals(Amounts.QUICK) ? QUICK_MINUTES : minutes, bed, progress).run();
    }

    @Override
    public Integer call() throws Exception {
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes: found " + minutes + ", which is not from 1 to " + LONGEST_MINUTES);
        }
        return super.call();
    }
}
