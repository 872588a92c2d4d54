package dev.mqttdsp.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "123456, 123456",
        "0.504, 0.5",
        "0.516, 0.52",
        "0.004, 0",
        "83.449, 83.45",
        "23.0449, 23.04",
        "117.06, 117.1",
        "3031.7, 3032",
        "12345.6, 12350",
        "NaN, NaN",
        "Infinity, NaN"
    })
    void isALineOfNameValueAndUnitWithNoMoreDigitsThanMeanSomething(double value, String shown) {
        assertThat(new Measurement("negotiation.edr.p50", value, "ms"))
                .hasToString("negotiation.edr.p50 " + shown + " ms");
    }
}
