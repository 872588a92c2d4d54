package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import java.io.IOException;
import picocli.CommandLine.Command;

/** How quickly access ends. */
@Command(name = "revoke", description = "From the call that ends access until the client sees its connection closed.")
public final class RevokeCommand extends BedCommand {
    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws IOException, InterruptedException {
        return new RevokeBenchmark(amounts, bed, progress).run();
    }
}
