package dev.mqttdsp.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** Values that were measured. */
public final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        this.sorted = sorted;
    }

    /** Those values, in any order. */
    public static Sample of(Collection<Double> values) {
        return new Sample(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    /** How many there are. */
    public int size() {
        return sorted.length;
    }

    /** The smaller of the two in the middle, or NaN when there is no value. */
    public double median() {
        return percentile(50);
    }

    /**
     * The smallest value that is not below so many percent of all (nearest rank, so it is one that was measured), or NaN
     * when there is none.
     *
     * @param percent above 0, up to 100
     */
    public double percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: found " + percent + "; accepted: above 0, up to 100");
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[rank - 1];
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
