package dev.mqttdsp.benchmarks.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what two sides have stored by the ids that go over the wire: each process of the consumer has one at the
 * provider and the other way round, both have reached their aim, and they name the same agreement.
 */
final class Comparison {
    private final String kind;
    private final String aim;
    private final Map<String, LedgerEntry> consumer = new LinkedHashMap<>();
    private final Map<String, LedgerEntry> provider = new HashMap<>();
    private final Map<String, List<LedgerEntry>> providerByConsumersId = new LinkedHashMap<>();

    /**
     * Of two sides.
     *
     * @param kind negotiation or transfer
     * @param aim the state that all should be in
     */
    Comparison(String kind, String aim, List<LedgerEntry> consumer, List<LedgerEntry> provider) {
        this.kind = kind;
        this.aim = aim;
        for (LedgerEntry here : consumer) {
            this.consumer.put(here.id(), here);
        }
        for (LedgerEntry there : provider) {
            this.provider.put(there.id(), there);
            providerByConsumersId
                    .computeIfAbsent(there.peerId(), id -> new ArrayList<>())
                    .add(there);
        }
    }

    /** What is not as it should be. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (LedgerEntry here : consumer.values()) {
            List<LedgerEntry> there = providerByConsumersId.getOrDefault(here.id(), List.of());
            if (there.isEmpty()) {
                findings.add(finding(here.id(), "only the consumer knows it: " + here));
            } else {
                compare(here, there, findings);
            }
        }
        for (LedgerEntry there : provider.values()) {
            if (!consumer.containsKey(there.peerId())) {
                findings.add(finding(there.id(), "only the provider knows it: " + there));
            }
        }
        return findings;
    }

    private void compare(LedgerEntry here, List<LedgerEntry> candidates, List<Finding> findings) {
        LedgerEntry there = candidates.stream()
                .filter(candidate -> candidate.id().equals(here.peerId()))
                .findFirst()
                .orElse(candidates.get(0));
        for (LedgerEntry other : candidates) {
            if (!other.equals(there)) {
                findings.add(finding(
                        other.id(), "the provider has more than one for the consumer's " + here.id() + ": " + other));
            }
        }
        boolean fine = here.state().equals(aim)
                && there.state().equals(aim)
                && here.peerId().equals(there.id())
                && !here.agreement().isEmpty()
                && here.agreement().equals(there.agreement());
        if (!fine) {
            findings.add(finding(here.id(), "consumer: " + here + "; provider: " + there));
        }
    }

    /**
     * Processes that a client was given, and that the consumer does not have.
     *
     * @param ids those that are empty are passed over
     */
    List<Finding> unknown(List<String> ids) {
        return ids.stream()
                .filter(id -> !id.isEmpty() && !consumer.containsKey(id))
                .map(id -> finding(id, "the consumer no longer knows " + id))
                .toList();
    }

    /** The process that findings about that one, of either side, are to name; empty when it is none of these. */
    Optional<String> subject(String id) {
        if (consumer.containsKey(id)) {
            return Optional.of(id);
        }
        return Optional.ofNullable(provider.get(id)).map(there -> {
            LedgerEntry here = consumer.get(there.peerId());
            return here != null && here.peerId().equals(id) ? here.id() : id;
        });
    }

    private Finding finding(String process, String what) {
        return new Finding(process, kind + ": " + what);
    }
}
