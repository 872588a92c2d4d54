package dev.mqttdsp.benchmarks.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 7, 30, 1_000})
    void theRoundsShareATotalEvenly(int total) {
        int[] shares = IntStream.range(0, Amounts.FULL.rounds())
                .map(round -> Amounts.FULL.share(total, round))
                .toArray();

        assertThat(IntStream.of(shares).sum()).isEqualTo(total);
        assertThat(IntStream.of(shares).max().orElseThrow()
                        - IntStream.of(shares).min().orElseThrow())
                .isLessThanOrEqualTo(1);
    }
}
