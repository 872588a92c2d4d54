package dev.mqttdsp.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundsTest {
    private final Rounds direct = new Rounds();
    private final Rounds through = new Rounds();

    @Test
    void aRatioIsTheMedianOfTheRoundsOwn() {
        round(100, 80);
        round(10, 9);
        round(1_000, 700);

        assertThat(direct.median(Traffic.Seen::perSecond)).isEqualTo(100);
        assertThat(through.median(direct, (with, without) -> with.perSecond() / without.perSecond()))
                .isEqualTo(0.8);
    }

    private void round(double without, double with) {
        direct.add(new Traffic.Seen(without, 0, 0, 0));
        through.add(new Traffic.Seen(with, 0, 0, 0));
    }
}
