package dev.mqttdsp.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void whatFitsIntoASecondIsFree() {
        Rate rate = new Rate(100, 0);
        rate.take(100);

        assertThat(rate.debt(0)).isZero();
    }

    @Test
    void whatIsMoreHasToWaitForAsLongAsItTakes() {
        Rate rate = new Rate(100, 0);
        rate.take(150);

        assertThat(rate.debt(0)).isEqualTo(SECOND / 2);
        assertThat(rate.debt(SECOND / 4)).isEqualTo(SECOND / 4);
        assertThat(rate.debt(SECOND / 2)).isZero();
    }

    @Test
    void noMoreThanASecondIsSavedUp() {
        Rate rate = new Rate(100, 0);
        assertThat(rate.debt(1_000 * SECOND)).isZero();
        rate.take(101);

        assertThat(rate.debt(1_000 * SECOND)).isPositive();
    }
}
