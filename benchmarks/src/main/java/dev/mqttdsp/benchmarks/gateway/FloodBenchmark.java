package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.line.Line;
import java.util.List;

/** What strangers with forged tokens do to a session that is live. */
final class FloodBenchmark {
    private static final String NAME = "flood";
    private static final String TOPIC = "bench/flood";
    private static final int STRANGERS = 2_000;
    /** More wait than the gateway lets in without a credential: it is the gateway's limits that count. */
    private static final int WAITING = 2_500;

    private static final int RATE = 200;
    private static final int FORGED = 20_000;
    /** The last strangers are answered meanwhile, or have reached their deadline. */
    private static final int SETTLING_MILLIS = 5_000;

    private final Amounts amounts;
    private final Bed bed;
    private final Progress progress;

    FloodBenchmark(Amounts amounts, Bed bed, Progress progress) {
        this.amounts = amounts;
        this.bed = bed;
        this.progress = progress;
    }

    /** Runs it. */
    Report run() throws InterruptedException {
        bed.open(NAME, bed.through(Door.TLS, "mqtt", NAME, 1, "bench/#"), 1, TOPIC, 0);
        Way forged = bed.forged(Door.TLS, FORGED);
        Traffic traffic = new Traffic(bed, TOPIC, 0, 1);
        traffic.at(RATE, amounts.warmUp());
        Rounds quiet = new Rounds();
        Rounds flooded = new Rounds();
        pour(forged);
        traffic.at(RATE, amounts.warmUp());
        bed.load().ask("hang-up", "name", NAME);
        Line flood = Line.ok();
        double seconds = 0;
        long called = 0;
        long refused = 0;
        long accepted = 0;
        for (int round = 0; round < amounts.rounds(); round++) {
            Thread.sleep(SETTLING_MILLIS);
            quiet.add(traffic.at(RATE, amounts.span()));
            long begin = System.nanoTime();
            pour(forged);
            flooded.add(traffic.at(RATE, amounts.span()));
            flood = bed.load().ask("hang-up", "name", NAME);
            seconds += (System.nanoTime() - begin) / 1e9;
            called += flood.number("called");
            refused += flood.number("refused");
            accepted += flood.number("accepted");
        }
        progress.say("without an answer: " + flood.text("failure"));
        return new Report(
                List.of(
                        new Measurement("flood.called", called / seconds, "connects/s"),
                        new Measurement("flood.refused", refused / seconds, "connects/s"),
                        new Measurement("flood.quiet.p99", quiet.median(Traffic.Seen::p99), "ms"),
                        new Measurement("flood.p50", flooded.median(Traffic.Seen::p50), "ms"),
                        new Measurement("flood.p99", flooded.median(Traffic.Seen::p99), "ms"),
                        new Measurement("flood.let-in", accepted, "count")),
                accepted + traffic.lost());
    }

    private void pour(Way forged) throws InterruptedException {
        bed.load()
                .ask(forged.with(
                        Line.of("call", "name", NAME, "to", forged.url(), "parallel", WAITING, "rate", STRANGERS)));
    }
}
