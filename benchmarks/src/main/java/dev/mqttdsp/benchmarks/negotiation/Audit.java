package dev.mqttdsp.benchmarks.negotiation;

import dev.mqttdsp.benchmarks.negotiation.Ledger.Role;
import dev.mqttdsp.benchmarks.process.Participant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at both sides of every pair when all flows are over; what is still on its way by then counts as stuck. */
final class Audit {
    private final Map<Participant, Ledger> ledgers = new HashMap<>();

    private Audit() {}

    /** Every pair's outcome. */
    static Map<Tally, Outcome> of(List<Tally> tallies) {
        Audit audit = new Audit();
        Map<Tally, Outcome> outcomes = new LinkedHashMap<>();
        tallies.forEach(tally -> outcomes.put(tally, audit.outcome(tally)));
        return outcomes;
    }

    private Outcome outcome(Tally tally) {
        Pair pair = tally.pair();
        Ledger here = ledgers.computeIfAbsent(pair.consumer(), Ledger::of);
        Ledger there = ledgers.computeIfAbsent(pair.provider(), Ledger::of);
        Comparison negotiations = new Comparison(
                "negotiation",
                "FINALIZED",
                here.negotiations(Role.CONSUMER, pair.asset()),
                there.negotiations(Role.PROVIDER, pair.asset()));
        Comparison transfers = new Comparison(
                "transfer",
                "STARTED",
                here.transfers(Role.CONSUMER, pair.asset()),
                there.transfers(Role.PROVIDER, pair.asset()));
        List<Finding> refusals = Stream.of(pair.consumer(), pair.provider())
                .flatMap(side -> Refusal.in(side.log()).stream().flatMap(refusal -> Stream.of(negotiations, transfers)
                        .flatMap(comparison -> comparison.subject(refusal.process()).stream())
                        .map(subject -> new Finding(subject, side.id() + " logs: " + refusal.line()))))
                .toList();
        List<Flow> flows = tally.flows();
        List<Finding> all = Stream.of(
                        tally.findings(),
                        negotiations.unknown(
                                flows.stream().map(Flow::negotiation).toList()),
                        transfers.unknown(flows.stream().map(Flow::transfer).toList()),
                        negotiations.findings(),
                        transfers.findings(),
                        refusals)
                .flatMap(List::stream)
                .toList();
        return new Outcome(all, refusals.size());
    }
}
