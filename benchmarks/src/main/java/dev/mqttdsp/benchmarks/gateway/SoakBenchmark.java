package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.line.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything at once for a long time: who is to live lives, who is to be gone is gone, and memory does not grow. */
final class SoakBenchmark {
    private static final int SESSIONS = 2_000;
    private static final int SLOW = 20;
    private static final int CHURN = 50;
    private static final int CHURN_FLOWS = 256;
    private static final int RATE = 20;
    private static final int SAMPLE_SECONDS = 15;
    private static final String TOPIC = "bench/soak";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int minutes;
    private final Bed bed;
    private final Progress progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private long ended;
    private Memory first;
    private Memory last;

    SoakBenchmark(int minutes, Bed bed, Progress progress) {
        this.minutes = minutes;
        this.bed = bed;
        this.progress = progress;
    }

    /** What the gateway takes, in MB. */
    private record Memory(double resident, double heap, double direct) {}

    /** Runs it. */
    Report run() throws InterruptedException, IOException {
        Way steady = bed.through(Door.TLS, "mqtt", "steady", SESSIONS / Bed.SESSIONS_PER_GRANT, "bench/#");
        bed.open("steady", steady, SESSIONS, TOPIC, 0);
        openSlow();
        Way churn = bed.through(Door.WSS, "mqtt", "churn", CHURN_FLOWS, "bench/#");
        bed.load()
                .ask(churn.with(
                        Line.of("call", "name", "churn", "to", churn.url(), "parallel", 2 * CHURN, "rate", CHURN)));
        bed.publish(TOPIC, 0, RATE, 1, SESSIONS);
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        sample();
        first = last;
        while (end - System.nanoTime() > 0) {
            Thread.sleep(Duration.ofSeconds(SAMPLE_SECONDS).toMillis());
            revokeSome();
            sample();
        }
        bed.load().ask("stop");
        return report(bed.load().ask("hang-up", "name", "churn"));
    }

    private void openSlow() throws InterruptedException {
        Way slow = bed.through(Door.TLS, "mqtt", "slow", SLOW / Bed.SESSIONS_PER_GRANT, "bench/#");
        bed.load()
                .ask(
                        PATIENCE,
                        slow.with(Line.of(
                                "open",
                                "name",
                                "slow",
                                "to",
                                slow.url(),
                                "count",
                                SLOW,
                                "parallel",
                                SLOW,
                                "filter",
                                TOPIC,
                                "qos",
                                0,
                                "slow",
                                true,
                                "seconds",
                                PATIENCE.toSeconds())));
    }

    /** A flow with four sessions comes, and ends again: all of them have to go, and nobody else. */
    private void revokeSome() throws InterruptedException {
        String name = "short-" + ended++;
        Way way = bed.through(Door.TLS, "mqtt", name, 1, "bench/#");
        bed.open(name, way, Bed.SESSIONS_PER_GRANT, TOPIC, 0);
        bed.gateway().ask("end", "prefix", name, "from", 0, "count", 1);
        bed.load().ask(PATIENCE, Line.of("all-cut", "name", name, "seconds", PATIENCE.toSeconds()));
        bed.load().ask("close", "name", name);
    }

    private void sample() throws InterruptedException {
        Line parts = bed.gateway().ask("memory");
        last = new Memory(
                bed.gateway().figures().residentKib() * 1_024 / 1e6,
                parts.number("heap") / 1e6,
                parts.number("direct") / 1e6);
        progress.say("resident %.0f MB, heap %.0f MB, direct %.0f MB, %d of %d sessions"
                .formatted(last.resident(), last.heap(), last.direct(), living("steady"), SESSIONS));
    }

    private Report report(Line churn) throws InterruptedException, IOException {
        Thread.sleep(5_000); // the last callers leave
        long living = living("steady") + living("slow");
        long lost = SESSIONS + SLOW - living;
        long broker = bed.broker().connections("mqtt");
        long tooMany = Math.max(0, broker - living);
        if (churn.number("accepted") == 0) {
            throw new FailedException("nobody of those who come and go was let in: " + churn.text("failure"));
        }
        long refused = churn.number("refused") + churn.number("failed");
        count("minutes", minutes);
        count("churn", churn.number("accepted"));
        count("churn.failed", refused);
        count("revoked", ended * Bed.SESSIONS_PER_GRANT);
        count("lost", lost);
        count("alive-at-broker-beyond-their-time", tooMany);
        megabytes("resident.begin", first.resident());
        megabytes("resident.end", last.resident());
        megabytes("heap.begin", first.heap());
        megabytes("heap.end", last.heap());
        megabytes("direct.begin", first.direct());
        megabytes("direct.end", last.direct());
        return new Report(measurements, lost + tooMany + refused);
    }

    private void count(String name, long value) {
        measurements.add(new Measurement("soak." + name, value, "count"));
    }

    private void megabytes(String name, double value) {
        measurements.add(new Measurement("soak." + name, value, "MB"));
    }

    private long living(String name) throws InterruptedException {
        return bed.load().ask("living", "name", name).number("living");
    }
}
