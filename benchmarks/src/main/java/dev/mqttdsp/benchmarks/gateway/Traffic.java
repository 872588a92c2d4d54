package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.line.Line;
import java.time.Duration;

/** Messages from one publisher to some receivers, by one way. */
final class Traffic {
    /** Deliveries that are on their way at most when as much is sent as arrives. */
    private static final int ON_THE_WAY = 8_000;

    private static final Duration RAMP = Duration.ofMillis(400);
    private static final Duration DRAIN = Duration.ofMillis(300);

    private final Bed bed;
    private final String topic;
    private final int qos;
    private final int receivers;
    private long lost;

    Traffic(Bed bed, String topic, int qos, int receivers) {
        this.bed = bed;
        this.topic = topic;
        this.qos = qos;
        this.receivers = receivers;
    }

    /**
     * What was seen.
     *
     * @param perSecond deliveries
     * @param cpuMicros processor time of the gateway for each of them, in microseconds
     * @param p50 milliseconds from when a message was due until it was delivered
     * @param p99 likewise
     */
    record Seen(double perSecond, double cpuMicros, double p50, double p99) {}

    /** As many messages as arrive. */
    Seen saturate(Duration span) throws InterruptedException {
        return run(0, span);
    }

    /**
     * So many messages.
     *
     * @param rate deliveries a second
     */
    Seen at(double rate, Duration span) throws InterruptedException {
        return run(Math.max(1, Math.round(rate / receivers)), span);
    }

    /** Messages that did not arrive, so far. */
    long lost() {
        return lost;
    }

    private Seen run(long rate, Duration span) throws InterruptedException {
        Line start = bed.load().ask("mark");
        bed.publish(topic, qos, rate, Math.max(ON_THE_WAY / receivers, 4), receivers);
        Thread.sleep(RAMP.toMillis());
        Duration cpu = bed.gateway().figures().cpu();
        Line before = bed.load().ask("mark");
        Thread.sleep(span.toMillis());
        Line after = bed.load().ask("read");
        double micros = bed.gateway().figures().cpu().minus(cpu).toNanos() / 1e3;
        bed.load().ask("stop");
        count(start);
        long delivered = after.number("received") - before.number("received");
        return new Seen(
                delivered / ((after.number("at") - before.number("at")) / 1e9),
                micros / delivered,
                after.number("p50") / 1e6,
                after.number("p99") / 1e6);
    }

    private void count(Line start) throws InterruptedException {
        Line end;
        long missing;
        int tries = 10;
        do {
            Thread.sleep(DRAIN.toMillis());
            end = bed.load().ask("read");
            missing = (end.number("sent") - start.number("sent")) * receivers
                    - (end.number("received") - start.number("received"));
            tries--;
        } while (missing > 0 && tries > 0);
        lost += missing;
    }
}
