package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.Sample;
import dev.mqttdsp.benchmarks.line.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How quickly clients come in, each with a handshake of its own and a token. */
final class ConnectBenchmark {
    /** Enough for one session each, those that are just leaving included. */
    private static final int FLOWS = 256;

    private final Amounts amounts;
    private final Bed bed;
    private final Progress progress;
    private final Map<Way, List<Double>> perSecond = new LinkedHashMap<>();
    private final Map<Way, List<Double>> cpuMillis = new LinkedHashMap<>();
    private long failures;

    ConnectBenchmark(Amounts amounts, Bed bed, Progress progress) {
        this.amounts = amounts;
        this.bed = bed;
        this.progress = progress;
    }

    /** Runs it. */
    Report run() throws InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Door door : List.of(Door.TLS, Door.WSS)) {
            measure(door, measurements);
        }
        return new Report(measurements, failures);
    }

    private void measure(Door door, List<Measurement> measurements) throws InterruptedException {
        String label = door.label();
        Way direct = bed.direct(door);
        List<Way> ways = List.of(
                direct,
                bed.through(door, door.scheme(), "connect-same-" + label, FLOWS, "bench/#"),
                bed.through(door, "mqtt", "connect-plain-" + label, FLOWS, "bench/#"));
        for (Way way : ways) {
            call(way, amounts.warmUp());
        }
        perSecond.clear();
        cpuMillis.clear();
        for (int round = 0; round < amounts.rounds(); round++) {
            for (Way way : ways) {
                call(way, amounts.span());
            }
        }
        double beside = Sample.of(perSecond.get(direct)).median();
        measurements.add(told(label + ".direct", beside, "connects/s"));
        for (Way way : ways.subList(1, ways.size())) {
            String name = label + (way.name().equals("same") ? "" : "." + way.name());
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < amounts.rounds(); round++) {
                ratios.add(perSecond.get(way).get(round) / perSecond.get(direct).get(round));
            }
            measurements.add(told(name + ".ratio", Sample.of(ratios).median(), "times"));
            measurements.add(told(name + ".cpu", Sample.of(cpuMillis.get(way)).median(), "ms"));
        }
    }

    private void call(Way way, Duration span) throws InterruptedException {
        bed.load().ask(way.with(Line.of("call", "name", "all", "to", way.url(), "parallel", Bed.PARALLEL, "rate", 0)));
        Duration cpu = bed.gateway().figures().cpu();
        Line before = bed.load().ask("calls", "name", "all");
        Thread.sleep(span.toMillis());
        Line after = bed.load().ask("calls", "name", "all");
        double millis = bed.gateway().figures().cpu().minus(cpu).toNanos() / 1e6;
        Line end = bed.load().ask("hang-up", "name", "all");
        Thread.sleep(500); // the last ones leave
        double connects = after.number("accepted") - before.number("accepted");
        perSecond
                .computeIfAbsent(way, key -> new ArrayList<>())
                .add(connects / ((after.number("at") - before.number("at")) / 1e9));
        cpuMillis.computeIfAbsent(way, key -> new ArrayList<>()).add(millis / connects);
        if (end.number("refused") + end.number("failed") > 0) {
            failures += end.number("refused") + end.number("failed");
            progress.say(way.name() + ": " + end.text("refused") + " refused, " + end.text("failed") + " failed: "
                    + end.text("failure"));
        }
    }

    private Measurement told(String name, double value, String unit) {
        Measurement measured = new Measurement("connect." + name, value, unit);
        progress.say("  " + measured);
        return measured;
    }
}
