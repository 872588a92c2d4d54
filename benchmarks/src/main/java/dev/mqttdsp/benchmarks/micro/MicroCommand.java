package dev.mqttdsp.benchmarks.micro;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.MeasuringCommand;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;

/** The inner loops. */
@Command(name = "micro", description = "What is done for each message and each login, alone in a loop.")
public final class MicroCommand extends MeasuringCommand {
    private static final int FORKS = 3;
    private static final int QUICK_FORKS = 1;
    private static final int ITERATIONS = 5;

    @Override
    protected Report measure(Testbed testbed, Progress progress, boolean quick) throws IOException {
        progress.say("JMH, " + (quick ? QUICK_FORKS : FORKS) + " processes for each loop");
        try {
            List<Measurement> measurements = new ArrayList<>();
            for (RunResult result : new Runner(new OptionsBuilder()
                            .include(getClass().getPackageName() + "\\..*")
                            .mode(Mode.AverageTime)
                            .timeUnit(TimeUnit.NANOSECONDS)
                            .forks(quick ? QUICK_FORKS : FORKS)
                            .warmupIterations(ITERATIONS)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(ITERATIONS)
                            .measurementTime(TimeValue.seconds(1))
                            .output(testbed.directory("jmh").resolve("jmh.log").toString())
                            .build())
                    .run()) {
                measurements.add(measured(result));
            }
            return new Report(measurements, 0);
        } catch (RunnerException e) {
            throw new FailedException("JMH does not run: " + e.getMessage(), e);
        }
    }

    private static Measurement measured(RunResult result) {
        String[] path = result.getParams().getBenchmark().split("\\.", -1);
        String group = path[path.length - 2].toLowerCase(Locale.ROOT);
        return new Measurement(
                "micro." + group + "." + path[path.length - 1],
                result.getPrimaryResult().getScore(),
                "ns");
    }
}
