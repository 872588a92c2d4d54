package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs flows of one pair, and keeps what became of them. */
final class Tally {
    /** Flows at a time. */
    static final int WIDTH = 8;

    private final Pair pair;
    private final List<Double> oneByOne = new ArrayList<>();
    private final List<Flow> flows = Collections.synchronizedList(new ArrayList<>());
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private int parallel;
    private double parallelSeconds;

    Tally(Pair pair) {
        this.pair = pair;
    }

    Pair pair() {
        return pair;
    }

    /** Flows that only count when they fail. */
    void warmUp(int number) {
        together(number);
    }

    /** Flows one after the other. */
    void sequential(int number) {
        for (int i = 0; i < number; i++) {
            Flow flow = keep(pair.flow());
            if (flow.succeeded()) {
                oneByOne.add(flow.millis());
            }
        }
    }

    /** Flows {@value #WIDTH} at a time. */
    void parallel(int number) {
        long begin = System.nanoTime();
        parallel += together(number);
        parallelSeconds += (System.nanoTime() - begin) / 1e9;
    }

    private int together(int number) {
        ExecutorService executor = Executors.newFixedThreadPool(WIDTH);
        try {
            List<CompletableFuture<Flow>> all = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> keep(pair.flow()), executor))
                    .limit(number)
                    .toList();
            return (int) all.stream()
                    .map(CompletableFuture::join)
                    .filter(Flow::succeeded)
                    .count();
        } finally {
            executor.shutdownNow();
        }
    }

    /** One flow that somebody else times. */
    Flow single() {
        return keep(pair.flow());
    }

    private Flow keep(Flow flow) {
        flows.add(flow);
        flow.failure().ifPresent(why -> find(flow.process().isEmpty() ? why : flow.process(), "flow: " + why));
        return flow;
    }

    /** Something went wrong with that process. */
    void find(String process, String what) {
        findings.add(new Finding(process, what));
    }

    /** All there were, those for warming up included. */
    List<Flow> flows() {
        return List.copyOf(flows);
    }

    /** How long those took that ran one by one and succeeded, in milliseconds. */
    Sample oneByOne() {
        return Sample.of(oneByOne);
    }

    /** Of those that ran together and succeeded. */
    double flowsPerSecond() {
        return parallel / parallelSeconds;
    }

    /** What went wrong as the client saw it. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
