package dev.mqttdsp.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void aPercentileIsTheSmallestMeasuredValueThatSoManyAreNotAbove() {
        Sample sample = Sample.of(
                IntStream.rangeClosed(1, 200).mapToObj(i -> (double) (201 - i)).toList());

        assertThat(sample.size()).isEqualTo(200);
        assertThat(sample.median()).isEqualTo(100);
        assertThat(sample.percentile(99)).isEqualTo(198);
        assertThat(sample.percentile(99.1)).isEqualTo(199);
        assertThat(sample.percentile(100)).isEqualTo(200);
        assertThat(sample.percentile(0.1)).isEqualTo(1);
    }

    @Test
    void theHighPercentilesOfFewValuesAreTheLargest() {
        Sample sample = Sample.of(List.of(3.0, 1.0, 2.0));

        assertThat(sample.median()).isEqualTo(2);
        assertThat(sample.percentile(99)).isEqualTo(3);
    }

    @Test
    void nothingMeasuredIsNoNumber() {
        assertThat(Sample.of(List.of()).median()).isNaN();
    }

    @Test
    void refusesWhatIsNoPercentage() {
        Sample sample = Sample.of(List.of(1.0));

        assertThatIllegalArgumentException().isThrownBy(() -> sample.percentile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> sample.percentile(101));
        assertThatIllegalArgumentException().isThrownBy(() -> sample.percentile(Double.NaN));
    }
}
