package dev.mqttdsp.benchmarks;

import dev.mqttdsp.benchmarks.negotiation.Amounts;
import dev.mqttdsp.benchmarks.negotiation.NegotiationBenchmark;
import dev.mqttdsp.benchmarks.negotiation.NegotiationReport;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import picocli.CommandLine.Command;

/** From contract to first message, against EDC as it is. */
@Command(
        name = "negotiation",
        description = "How long contract, data address and first message take, with EDC 0.15.1 as it is beside it.")
final class NegotiationCommand extends MeasuringCommand {
    @Override
    protected Report measure(Testbed testbed, Progress progress, boolean quick)
            throws IOException, InterruptedException {
        NegotiationReport report = new NegotiationBenchmark(
                        quick ? Amounts.QUICK : Amounts.FULL, Installation.find(), testbed, progress)
                .run();
        return new Report(report.measurements(), report.failures());
    }
}
