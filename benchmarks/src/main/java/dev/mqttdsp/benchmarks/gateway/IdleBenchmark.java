package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Report;
import dev.mqttdsp.benchmarks.line.Line;
import java.time.Duration;
import java.util.List;

/** What a session that is merely there takes of memory. */
final class IdleBenchmark {
    private static final int SETTLING_MILLIS = 3_000;
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Amounts amounts;
    private final Bed bed;
    private final Door door;
    private final Progress progress;

    IdleBenchmark(Amounts amounts, Bed bed, Door door, Progress progress) {
        this.amounts = amounts;
        this.bed = bed;
        this.door = door;
        this.progress = progress;
    }

    /**
     * What the gateway takes.
     *
     * @param resident of memory, in bytes
     * @param heap of it, in use
     * @param direct of it, held by Netty
     */
    private record Memory(double resident, double heap, double direct) {}

    /** Runs it. */
    Report run() throws InterruptedException {
        // What a JVM takes only once, and the garbage of the first connections, is not the sessions'.
        join("first", amounts.few());
        bed.load().ask("close", "name", "first");
        Thread.sleep(SETTLING_MILLIS);
        join("few", amounts.few());
        Memory few = memory();
        join("many", amounts.sessions() - amounts.few());
        Memory many = memory();
        double sessions = amounts.sessions() - amounts.few();
        String name = "idle." + door.label();
        return new Report(
                List.of(
                        kilobytes(name, (many.resident() - few.resident()) / sessions),
                        kilobytes(name + ".heap", (many.heap() - few.heap()) / sessions),
                        kilobytes(name + ".direct", (many.direct() - few.direct()) / sessions)),
                0);
    }

    private void join(String name, int count) throws InterruptedException {
        progress.say(door.label() + ": " + count + " sessions");
        int flows = (count + Bed.SESSIONS_PER_GRANT - 1) / Bed.SESSIONS_PER_GRANT;
        Way way = bed.through(door, "mqtt", name, flows, "bench/#");
        bed.open(name, way, count, "bench/" + name, 0);
        long before = bed.load().ask("read").number("received");
        bed.publish("bench/" + name, 0, 1, 1, count);
        long patience = System.nanoTime() + DELIVERY.toNanos();
        while (bed.load().ask("read").number("received") < before + count) {
            if (System.nanoTime() - patience > 0) {
                throw new FailedException("a message did not reach all of " + count + " sessions");
            }
            Thread.sleep(20);
        }
        bed.load().ask("stop");
    }

    private Memory memory() throws InterruptedException {
        Thread.sleep(SETTLING_MILLIS);
        double resident = bed.gateway().figures().residentKib() * 1_024.0;
        Line parts = bed.gateway().ask("memory");
        progress.say("resident " + Math.round(resident / 1e6) + " MB, of the heap "
                + Math.round(parts.number("heap") / 1e6) + " MB, direct "
                + Math.round(parts.number("direct") / 1e6) + " MB");
        return new Memory(resident, parts.number("heap"), parts.number("direct"));
    }

    private static Measurement kilobytes(String name, double bytes) {
        return new Measurement(name, bytes / 1_000, "KB");
    }
}
