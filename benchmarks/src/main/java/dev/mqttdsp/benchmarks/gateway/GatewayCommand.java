package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a message costs. */
@Command(
        name = "gateway",
        description = "Processor time of the gateway for each message, and throughput with it and without.")
public final class GatewayCommand extends BedCommand {
    @Option(names = "--only", paramLabel = "ROW", description = "The rows whose names begin so, such as tls.qos0.1to1.")
    private String only;

    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws InterruptedException {
        return new GatewayBenchmark(amounts, bed, progress, Optional.ofNullable(only)).run();
    }
}
