package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import picocli.CommandLine.Command;

/** How quickly clients come in. */
@Command(
        name = "connect",
        description = "Connects a second with a TLS 1.3 handshake and a token each, with the gateway and without.")
public final class ConnectCommand extends BedCommand {
    @Override
    Report measure(Bed bed, Progress progress, Amounts amounts) throws InterruptedException {
        return new ConnectBenchmark(amounts, bed, progress).run();
    }
}
