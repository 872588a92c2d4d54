package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.Measurement;
import dev.mqttdsp.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param measurements in the order in which they are shown
 * @param failures of our own pairs
 */
public record NegotiationReport(List<Measurement> measurements, long failures) {
    private static final String PREFIX = "negotiation.";

    public NegotiationReport {
        measurements = List.copyOf(measurements);
    }

    static NegotiationReport of(
            Pairs pairs,
            Sample firstMessages,
            Map<Tally, Outcome> outcomes,
            Sample boots,
            IdleCpu before,
            IdleCpu after) {
        Sample ours = pairs.ours().oneByOne();
        Outcome outcome = outcomes.get(pairs.ours());
        List<Measurement> all = new ArrayList<>(List.of(
                millis("edr.p50", ours.median()),
                millis("edr.p99", ours.percentile(99)),
                millis("first-message.p50", firstMessages.median()),
                millis("first-message.p99", firstMessages.percentile(99)),
                count("failures", outcome.failures()),
                count("refused", outcome.refused()),
                count("flows", pairs.ours().flows().size()),
                perSecond("parallel", pairs.ours()),
                percent("idle-cpu", after.worse()),
                percent("idle-cpu.provider", after.provider()),
                percent("idle-cpu.consumer", after.consumer()),
                percent("idle-cpu.before", before.worse()),
                new Measurement(PREFIX + "speedup", pairs.stock().oneByOne().median() / ours.median(), "times"),
                millis("boot.p50", boots.median())));
        for (Tally other : pairs.others()) {
            String name = other.pair().name();
            all.add(millis(name + ".p50", other.oneByOne().median()));
            all.add(perSecond(name + ".parallel", other));
            all.add(count(name + ".failures", outcomes.get(other).failures()));
            all.add(count(name + ".refused", outcomes.get(other).refused()));
        }
        return new NegotiationReport(
                all, outcome.failures() + outcomes.get(pairs.proved()).failures());
    }

    private static Measurement millis(String name, double value) {
        return new Measurement(PREFIX + name, value, "ms");
    }

    private static Measurement count(String name, long value) {
        return new Measurement(PREFIX + name, value, "count");
    }

    private static Measurement perSecond(String name, Tally tally) {
        return new Measurement(PREFIX + name, tally.flowsPerSecond(), "flows/s");
    }

    private static Measurement percent(String name, double value) {
        return new Measurement(PREFIX + name, value, "percent");
    }
}
