package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.MeasuringCommand;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A benchmark of the gateway, with a broker behind it. */
@Command
abstract class BedCommand extends MeasuringCommand {
    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Leave a JFR recording of the gateway's JVM in this file.")
    private Path profile;

    /** Measures. */
    abstract Report measure(Bed bed, Progress progress, Amounts amounts) throws IOException, InterruptedException;

    /** Options of the gateway's JVM beyond those that it always has. */
    List<String> options() {
        return List.of();
    }

    @Override
    protected Report measure(Testbed testbed, Progress progress, boolean quick)
            throws IOException, InterruptedException {
        Bed bed = Bed.start(testbed, progress, options(), Optional.ofNullable(profile));
        try {
            return measure(bed, progress, Amounts.of(quick));
        } finally {
            bed.close();
        }
    }
}
