package dev.mqttdsp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Tally tally = new Tally();

    @Test
    void countsEverythingAndTimesWhatWasDueSinceTheMark() {
        long before = System.nanoTime();
        tally.mark();
        for (int i = 0; i < 100_000; i++) {
            tally.received(System.nanoTime());
        }
        tally.received(before - MINUTE);

        assertThat(tally.received()).isEqualTo(100_001);
        assertThat(tally.percentile(100)).isBetween(0L, MINUTE);
        assertThat(tally.percentile(50)).isLessThanOrEqualTo(tally.percentile(99));
    }

    @Test
    void withoutAMessageThereIsNoTime() {
        tally.mark();

        assertThat(tally.percentile(99)).isEqualTo(-1);
    }
}
