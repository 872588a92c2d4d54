package dev.mqttdsp.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A figure.
 *
 * @param name dotted, beginning with the benchmark's name
 * @param value as precise as {@link #toString} shows it
 * @param unit {@code ms}, {@code count}, {@code flows/s}, {@code percent} of one core, {@code times}
 */
public record Measurement(String name, double value, String unit) {
    /** More digits than that are noise. */
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    /** The line of the report: name, value and unit, with a space between them. */
    @Override
    public String toString() {
        return name + " " + text() + " " + unit;
    }

    private String text() {
        if (!Double.isFinite(value)) {
            return "NaN"; // there was nothing to measure
        }
        if (value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.setScale(Math.min(rounded.scale(), 2), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
