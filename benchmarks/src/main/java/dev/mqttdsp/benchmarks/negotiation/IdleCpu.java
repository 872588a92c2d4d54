package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.process.Participant;
import java.time.Duration;

/**
 * Processor time of two connectors that nobody asks anything.
 *
 * @param provider percent of one core
 * @param consumer percent of one core
 */
record IdleCpu(double provider, double consumer) {
    /** Collectors and compilers come to rest meanwhile. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** Watches both for so long. */
    static IdleCpu of(Participant provider, Participant consumer, Duration span) throws InterruptedException {
        Thread.sleep(SETTLING.toMillis());
        Duration providerBefore = provider.cpu();
        Duration consumerBefore = consumer.cpu();
        long begin = System.nanoTime();
        Thread.sleep(span.toMillis());
        double nanos = System.nanoTime() - begin;
        return new IdleCpu(
                100 * provider.cpu().minus(providerBefore).toNanos() / nanos,
                100 * consumer.cpu().minus(consumerBefore).toNanos() / nanos);
    }

    double worse() {
        return Math.max(provider, consumer);
    }
}
