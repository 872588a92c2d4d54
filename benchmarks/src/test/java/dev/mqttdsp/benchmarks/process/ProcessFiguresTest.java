package dev.mqttdsp.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
    @Test
    void agreeWithWhatJavaKnowsOfItsOwnProcess() {
        ProcessHandle self = ProcessHandle.current();
        ProcessFigures figures = new ProcessFigures(self.pid());

        assertThat(figures.cpu()).isCloseTo(self.info().totalCpuDuration().orElseThrow(), Duration.ofSeconds(2));
        assertThat(figures.residentKib()).isBetween(20_000L, 8_000_000L);
    }

    @Test
    void areNotThereForAProcessThatIsNot() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new ProcessFigures(Long.MAX_VALUE).cpu())
                .withMessageContaining(Long.toString(Long.MAX_VALUE));
    }
}
