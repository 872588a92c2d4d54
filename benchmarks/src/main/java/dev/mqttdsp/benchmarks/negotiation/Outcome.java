package dev.mqttdsp.benchmarks.negotiation;

import java.util.List;

/**
 * What a pair's flows left behind.
 *
 * @param findings everything that is not as it should be
 * @param refused messages that were refused for good
 */
record Outcome(List<Finding> findings, int refused) {
    Outcome {
        findings = List.copyOf(findings);
    }

    /** Processes that something is wrong with; a negotiation that fails has no transfer, so it is one a flow. */
    long failures() {
        return findings.stream().map(Finding::process).distinct().count();
    }
}
