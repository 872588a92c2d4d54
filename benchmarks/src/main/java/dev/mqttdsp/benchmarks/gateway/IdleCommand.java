package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.MeasuringCommand;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** What an idle session takes of memory. */
@Command(name = "idle", description = "Memory of the gateway for each session that is merely there.")
public final class IdleCommand extends MeasuringCommand {
    /** A young generation that is full of old garbage before anything is measured; the rest is what lives. */
    private static final List<String> SMALL_YOUNG_GENERATION = List.of("-Xmn32m");

    @Override
    protected Report measure(Testbed testbed, Progress progress, boolean quick)
            throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Door door : List.of(Door.TLS, Door.WSS)) {
            Bed bed = Bed.start(testbed, progress, SMALL_YOUNG_GENERATION, Optional.empty());
            try {
                measurements.addAll(new IdleBenchmark(Amounts.of(quick), bed, door, progress)
                        .run()
                        .measurements());
            } finally {
                bed.close();
            }
        }
        return new Report(measurements, 0);
    }
}
