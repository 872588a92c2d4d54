package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class UnhurriedTest {
    private final Unhurried strategy = new Unhurried();

    @Test
    void aLoopThatIsBusyDoesNotLookMoreOftenThanThat() throws Exception {
        int rounds = 20;
        long begin = System.nanoTime();
        for (int i = 0; i <= rounds; i++) {
            assertThat(strategy.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);
        }

        assertThat(System.nanoTime() - begin).isGreaterThan(rounds / 2 * Unhurried.INTERVAL_NANOS);
    }

    @Test
    void withTasksToDoItLooksWithoutWaitingForMore() throws Exception {
        assertThat(strategy.calculateStrategy(() -> 7, true)).isEqualTo(7);
    }
}
