package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import picocli.CommandLine.Command;

/** What strangers can do. */
@Command(name = "flood", description = "A live session while strangers come with forged tokens.")
public final class FloodCommand extends BedCommand {
    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws InterruptedException {
        return new FloodBenchmark(amounts, bed, progress).run();
    }
}
