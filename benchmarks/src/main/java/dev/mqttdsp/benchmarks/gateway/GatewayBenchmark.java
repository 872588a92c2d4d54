package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a message costs, and how many there can be. */
final class GatewayBenchmark {
    private static final int MANY = 20;

    private final Amounts amounts;
    private final Bed bed;
    private final Progress progress;
    private final Optional<String> only;
    private final List<Measurement> measurements = new ArrayList<>();
    private long lost;

    /**
     * @param only the rows whose names begin so; all without
     */
    GatewayBenchmark(Amounts amounts, Bed bed, Progress progress, Optional<String> only) {
        this.amounts = amounts;
        this.bed = bed;
        this.progress = progress;
        this.only = only;
    }

    /** Runs it. */
    Report run() throws InterruptedException {
        for (Door door : Door.values()) {
            for (int qos = 0; qos <= 1; qos++) {
                for (int receivers : new int[] {1, MANY}) {
                    String row = door.label() + ".qos" + qos + ".1to" + receivers;
                    if (only.isEmpty() || row.startsWith(only.get())) {
                        measure(row, door, qos, receivers);
                    }
                }
            }
        }
        return new Report(measurements, lost);
    }

    private void measure(String row, Door door, int qos, int receivers) throws InterruptedException {
        progress.say(row);
        Map<Way, Traffic> ways = open(row, door, qos, receivers);
        Map<Way, Rounds> saturated = new LinkedHashMap<>();
        for (Way way : ways.keySet()) {
            ways.get(way).saturate(amounts.warmUp());
            saturated.put(way, new Rounds());
        }
        for (int round = 0; round < amounts.rounds(); round++) {
            for (Way way : ways.keySet()) {
                saturated.get(way).add(ways.get(way).saturate(amounts.span()));
            }
        }
        Way direct = ways.keySet().iterator().next();
        double half = saturated.get(direct).median(Traffic.Seen::perSecond) / 2;
        report(row, direct, "direct", half * 2, "messages/s");
        for (Way way : ways.keySet()) {
            if (!way.equals(direct)) {
                double ratio = saturated
                        .get(way)
                        .median(saturated.get(direct), (through, beside) -> through.perSecond() / beside.perSecond());
                report(row, way, "ratio", ratio, "times");
                report(row, way, "saturated-cpu", saturated.get(way).median(Traffic.Seen::cpuMicros), "us");
                Rounds fixed = new Rounds();
                for (int round = 0; round < amounts.rounds(); round++) {
                    fixed.add(ways.get(way).at(half, amounts.span()));
                }
                report(row, way, "cpu", fixed.median(Traffic.Seen::cpuMicros), "us");
            }
        }
        for (Way way : ways.keySet()) {
            long missing = ways.get(way).lost();
            if (missing != 0) {
                progress.say("  " + missing + " messages of " + row + "." + way.name() + " did not arrive");
                lost += missing;
            }
            bed.load().ask("close", "name", row + "." + way.name());
        }
    }

    private Map<Way, Traffic> open(String row, Door door, int qos, int receivers) throws InterruptedException {
        Map<Way, Traffic> ways = new LinkedHashMap<>();
        int flows = (receivers + Bed.SESSIONS_PER_GRANT - 1) / Bed.SESSIONS_PER_GRANT;
        List<Way> all = new ArrayList<>(List.of(bed.direct(door)));
        all.add(bed.through(door, door.scheme(), row + "-same", flows, "bench/#"));
        if (door != Door.PLAIN) {
            all.add(bed.through(door, "mqtt", row + "-plain", flows, "bench/#"));
        }
        for (Way way : all) {
            String topic = "bench/" + row + "/" + way.name();
            bed.open(row + "." + way.name(), way, receivers, topic, qos);
            ways.put(way, new Traffic(bed, topic, qos, receivers));
        }
        return ways;
    }

    private void report(String row, Way way, String figure, double value, String unit) {
        boolean main = way.name().equals("direct") || way.name().equals("same");
        Measurement measured =
                new Measurement("gateway." + row + "." + (main ? "" : way.name() + ".") + figure, value, unit);
        progress.say("  " + measured);
        measurements.add(measured);
    }
}
