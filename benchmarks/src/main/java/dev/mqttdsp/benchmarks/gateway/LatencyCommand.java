package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import picocli.CommandLine.Command;

/** How much later messages arrive. */
@Command(name = "latency", description = "How much later messages arrive with the gateway.")
public final class LatencyCommand extends BedCommand {
    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws InterruptedException {
        return new LatencyBenchmark(amounts, bed, progress).run();
    }
}
