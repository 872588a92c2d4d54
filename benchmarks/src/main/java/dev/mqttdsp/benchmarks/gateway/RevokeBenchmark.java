package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.Sample;
import dev.mqttdsp.benchmarks.line.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How quickly access ends: from the call that ends it until the client sees its connection closed. */
final class RevokeBenchmark {
    private static final String NAME = "revoke";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** After that nothing of the sessions may be left at the broker. */
    private static final int BROKER_MILLIS = 5_000;

    private final Amounts amounts;
    private final Bed bed;
    private final Progress progress;

    RevokeBenchmark(Amounts amounts, Bed bed, Progress progress) {
        this.amounts = amounts;
        this.bed = bed;
        this.progress = progress;
    }

    /** Runs it: a flow for each session, half of the single cuts by suspending, half by ending. */
    Report run() throws InterruptedException, IOException {
        long before = bed.broker().connections("mqtt");
        Way way = bed.through(Door.TLS, "mqtt", NAME, amounts.sessions(), "bench/#");
        bed.open(NAME, way, amounts.sessions(), "bench/revoke", 0);
        progress.say(living() + " sessions are live");
        List<Double> cuts = new ArrayList<>();
        for (int i = 0; i < amounts.cuts(); i++) {
            cuts.add(cut(i, i % 2 == 0 ? "suspend" : "end"));
        }
        long stayed = living();
        int rest = amounts.sessions() - amounts.cuts();
        Line call = bed.gateway().ask(PATIENCE, Line.of("end", "prefix", NAME, "from", amounts.cuts(), "count", rest));
        long last = bed.load()
                .ask(PATIENCE, Line.of("all-cut", "name", NAME, "seconds", PATIENCE.toSeconds()))
                .number("at");
        Thread.sleep(BROKER_MILLIS);
        long left = bed.broker().connections("mqtt") - before;
        return new Report(
                List.of(
                        new Measurement("revoke.sessions", amounts.sessions(), "count"),
                        new Measurement("revoke.cut.p50", Sample.of(cuts).median(), "ms"),
                        new Measurement("revoke.cut.p99", Sample.of(cuts).percentile(99), "ms"),
                        new Measurement("revoke.all", (last - call.number("at")) / 1e9, "s"),
                        new Measurement("revoke.all.call", (call.number("until") - call.number("at")) / 1e9, "s"),
                        new Measurement("revoke.wrongly-cut", rest - stayed, "count"),
                        new Measurement("revoke.left-at-broker", left, "count")),
                rest - stayed + left);
    }

    private double cut(int number, String how) throws InterruptedException {
        long begin = bed.gateway()
                .ask(how, "prefix", NAME, "from", number, "count", 1)
                .number("at");
        long end = bed.load()
                .ask("cut", "name", NAME, "number", number, "seconds", 20)
                .number("at");
        return (end - begin) / 1e6;
    }

    private long living() throws InterruptedException {
        return bed.load().ask("living", "name", NAME).number("living");
    }
}
