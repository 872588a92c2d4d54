package dev.mqttdsp.benchmarks;

import java.util.List;

/**
 * What came of a benchmark.
 *
 * @param measurements in the order in which they are shown
 * @param failures what went wrong in what was measured
 */
public record Report(List<Measurement> measurements, long failures) {
    public Report {
        measurements = List.copyOf(measurements);
    }
}
