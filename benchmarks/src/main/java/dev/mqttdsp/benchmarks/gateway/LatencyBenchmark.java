package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import java.util.ArrayList;
import java.util.List;

/** How much later a message arrives because of the gateway, at rates that do not depend on how quickly messages arrive. */
final class LatencyBenchmark {
    private static final int SLOW = 1_000;
    private static final int QOS = 0;

    private final Amounts amounts;
    private final Bed bed;
    private final Progress progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private long lost;

    LatencyBenchmark(Amounts amounts, Bed bed, Progress progress) {
        this.amounts = amounts;
        this.bed = bed;
        this.progress = progress;
    }

    /** Runs it. */
    Report run() throws InterruptedException {
        for (Door door : List.of(Door.TLS, Door.WSS)) {
            measure(door);
        }
        return new Report(measurements, lost);
    }

    private void measure(Door door) throws InterruptedException {
        List<Way> ways =
                List.of(bed.direct(door), bed.through(door, door.scheme(), "latency-" + door.label(), 1, "bench/#"));
        List<Traffic> traffic = new ArrayList<>();
        for (Way way : ways) {
            String topic = "bench/latency/" + door.label() + "/" + way.name();
            bed.open(topic, way, 1, topic, QOS);
            traffic.add(new Traffic(bed, topic, QOS, 1));
        }
        traffic.get(1).saturate(amounts.warmUp());
        Rounds saturated = new Rounds();
        for (int round = 0; round < amounts.rounds(); round++) {
            saturated.add(traffic.get(0).saturate(amounts.span()));
        }
        measure(door, traffic, "1000", SLOW);
        measure(door, traffic, "half", saturated.median(Traffic.Seen::perSecond) / 2);
        lost += traffic.stream().mapToLong(Traffic::lost).sum();
    }

    private void measure(Door door, List<Traffic> traffic, String name, double rate) throws InterruptedException {
        Rounds direct = new Rounds();
        Rounds through = new Rounds();
        traffic.get(1).at(rate, amounts.warmUp());
        for (int round = 0; round < amounts.rounds(); round++) {
            direct.add(traffic.get(0).at(rate, amounts.span()));
            through.add(traffic.get(1).at(rate, amounts.span()));
        }
        String row = "latency." + door.label() + "." + name + ".";
        told(row + "rate", rate, "messages/s");
        told(row + "direct.p50", direct.median(Traffic.Seen::p50), "ms");
        told(row + "direct.p99", direct.median(Traffic.Seen::p99), "ms");
        told(row + "p50", through.median(Traffic.Seen::p50), "ms");
        told(row + "p99", through.median(Traffic.Seen::p99), "ms");
        told(row + "added-p50", through.median(direct, (with, without) -> with.p50() - without.p50()), "ms");
        told(row + "added-p99", through.median(direct, (with, without) -> with.p99() - without.p99()), "ms");
    }

    private void told(String name, double value, String unit) {
        Measurement measured = new Measurement(name, value, unit);
        progress.say("  " + measured);
        measurements.add(measured);
    }
}
