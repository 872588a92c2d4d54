package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.Progress;
import dev.mqttdsp.benchmarks.Sample;
import dev.mqttdsp.benchmarks.process.Installation;
import dev.mqttdsp.benchmarks.process.Testbed;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The course of a run. */
public final class NegotiationBenchmark {
    private final Amounts amounts;
    private final Installation installation;
    private final Testbed testbed;
    private final Progress progress;

    public NegotiationBenchmark(Amounts amounts, Installation installation, Testbed testbed, Progress progress) {
        this.amounts = amounts;
        this.installation = installation;
        this.testbed = testbed;
        this.progress = progress;
    }

    /** Runs it; what it starts, the testbed ends. */
    public NegotiationReport run() throws IOException, InterruptedException {
        progress.say("starting our connector " + amounts.boots() + " times");
        Sample boots = Dataspace.bootTimes(testbed, installation, amounts.boots());
        progress.say("starting four connectors of ours, two of them with DIDs, and two of EDC's");
        try (Dataspace dataspace = Dataspace.boot(testbed, installation)) {
            return run(dataspace, boots);
        }
    }

    private NegotiationReport run(Dataspace dataspace, Sample boots) throws InterruptedException {
        Pairs pairs = Pairs.of(dataspace);
        FirstMessages messages = new FirstMessages(pairs.ours(), dataspace.brokerPort());
        IdleCpu before = idle(dataspace);
        warmUp(pairs, messages);
        for (int round = 0; round < amounts.rounds(); round++) {
            run(round, pairs, messages);
        }
        // First idle, then compared: what is on its way by then has had more than 10 s.
        IdleCpu after = idle(dataspace);
        progress.say("comparing what both sides have stored");
        Map<Tally, Outcome> outcomes = Audit.of(pairs.all());
        outcomes.forEach(this::explain);
        return NegotiationReport.of(pairs, messages.times(), outcomes, boots, before, after);
    }

    private IdleCpu idle(Dataspace dataspace) throws InterruptedException {
        progress.say("idle for " + amounts.idle().toSeconds() + " s");
        IdleCpu cpu = IdleCpu.of(dataspace.provider(), dataspace.consumer(), amounts.idle());
        progress.say("provider %.1f %%, consumer %.1f %% of a core".formatted(cpu.provider(), cpu.consumer()));
        return cpu;
    }

    /** All connectors; how they are paired makes no difference to that. */
    private void warmUp(Pairs pairs, FirstMessages messages) throws InterruptedException {
        progress.say("warming up");
        pairs.ours().warmUp(amounts.warmUp());
        pairs.proved().warmUp(amounts.warmUp());
        messages.warmUp(amounts.warmUp() / 10);
        pairs.stock().warmUp(amounts.stockWarmUp());
    }

    /** The pairs take turns, so that what else the machine does hits all of them. */
    private void run(int round, Pairs pairs, FirstMessages messages) throws InterruptedException {
        progress.say("round " + (round + 1) + " of " + amounts.rounds() + ": two of ours");
        pairs.ours().sequential(amounts.share(amounts.sequential(), round));
        pairs.ours().parallel(amounts.share(amounts.parallel(), round));
        messages.run(amounts.share(amounts.firstMessages(), round));
        progress.say("two of ours that prove who they are");
        pairs.proved().sequential(amounts.share(amounts.sequential(), round));
        pairs.proved().parallel(amounts.share(amounts.parallel(), round));
        progress.say("two of EDC's");
        pairs.stock().sequential(amounts.share(amounts.stockSequential(), round));
        pairs.stock().parallel(amounts.share(amounts.stockParallel(), round));
        progress.say("one of each");
        // The two mixed pairs have no connector in common and mostly wait, so they can do that at the same time.
        int sequential = amounts.share(amounts.mixedSequential(), round);
        CompletableFuture<Void> meanwhile =
                CompletableFuture.runAsync(() -> pairs.stockConsumer().sequential(sequential));
        pairs.stockProvider().sequential(sequential);
        meanwhile.join();
        pairs.stockConsumer().parallel(amounts.share(amounts.mixedParallel(), round));
        pairs.stockProvider().parallel(amounts.share(amounts.mixedParallel(), round));
    }

    private void explain(Tally tally, Outcome outcome) {
        progress.say(tally.pair().name() + ": " + tally.flows().size() + " flows, " + outcome.failures() + " failed, "
                + outcome.refused() + " messages refused");
        outcome.findings().forEach(finding -> progress.say(tally.pair().name() + ": " + finding.text()));
    }
}
