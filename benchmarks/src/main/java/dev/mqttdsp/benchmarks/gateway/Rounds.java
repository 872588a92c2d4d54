package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** What was seen in each round, by one way. */
final class Rounds {
    private final List<Traffic.Seen> seen = new ArrayList<>();

    void add(Traffic.Seen round) {
        seen.add(round);
    }

    double median(ToDoubleFunction<Traffic.Seen> figure) {
        return Sample.of(seen.stream().map(figure::applyAsDouble).toList()).median();
    }

    /** The median of a figure that is made of both ways of one round. */
    double median(Rounds other, ToDoubleBiFunction<Traffic.Seen, Traffic.Seen> figure) {
        List<Double> figures = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            figures.add(figure.applyAsDouble(seen.get(i), other.seen.get(i)));
        }
        return Sample.of(figures).median();
    }
}
