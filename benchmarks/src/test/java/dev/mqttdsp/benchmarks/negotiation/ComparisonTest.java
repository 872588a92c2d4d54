package dev.mqttdsp.benchmarks.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final LedgerEntry CONSUMER = entry("c1", "p1", "FINALIZED", "a1");
    private static final LedgerEntry PROVIDER = entry("p1", "c1", "FINALIZED", "a1");

    @Test
    void findsNothingWhereBothSidesAgree() {
        assertThat(compare(
                        List.of(CONSUMER, entry("c2", "p2", "FINALIZED", "a2")),
                        List.of(entry("p2", "c2", "FINALIZED", "a2"), PROVIDER)))
                .isEmpty();
    }

    @Test
    void findsWhatIsInBetween() {
        assertThat(compare(List.of(CONSUMER), List.of(entry("p1", "c1", "FINALIZING", "a1"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.process()).isEqualTo("c1"))
                .satisfies(finding -> assertThat(finding.text()).contains("FINALIZED", "FINALIZING", "c1", "p1"));
        assertThat(compare(List.of(entry("c1", "p1", "VERIFIED", "a1")), List.of(PROVIDER)))
                .singleElement()
                .extracting(Finding::process)
                .isEqualTo("c1");
    }

    @Test
    void findsWhatOnlyOneSideKnows() {
        assertThat(compare(List.of(CONSUMER), List.of()))
                .containsExactly(new Finding("c1", "negotiation: only the consumer knows it: " + CONSUMER));
        assertThat(compare(List.of(), List.of(PROVIDER)))
                .containsExactly(new Finding("p1", "negotiation: only the provider knows it: " + PROVIDER));
    }

    @Test
    void findsARequestThatWasSentTwice() {
        LedgerEntry twice = entry("p2", "c1", "AGREED", "a2");

        assertThat(compare(List.of(CONSUMER), List.of(twice, PROVIDER)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.process()).isEqualTo("p2"))
                .satisfies(finding -> assertThat(finding.text()).contains("more than one", "c1", "AGREED"));
    }

    @Test
    void findsSidesThatMeanOtherProcessesOrAgreements() {
        assertThat(compare(List.of(CONSUMER), List.of(entry("p1", "c1", "FINALIZED", "other"))))
                .hasSize(1);
        assertThat(compare(List.of(entry("c1", "other", "FINALIZED", "a1")), List.of(PROVIDER)))
                .hasSize(1);
        assertThat(compare(List.of(entry("c1", "p1", "FINALIZED", "")), List.of(entry("p1", "c1", "FINALIZED", ""))))
                .hasSize(1);
    }

    @Test
    void findsAProcessThatTheConsumerNoLongerHas() {
        Comparison comparison = new Comparison("transfer", "STARTED", List.of(CONSUMER), List.of(PROVIDER));

        assertThat(comparison.unknown(List.of("c1", "", "c2")))
                .containsExactly(new Finding("c2", "transfer: the consumer no longer knows c2"));
    }

    @Test
    void aProvidersProcessIsNamedByTheConsumersUnlessThatHasAnother() {
        LedgerEntry twice = entry("p2", "c1", "AGREED", "a2");
        LedgerEntry alone = entry("p3", "c3", "AGREED", "a3");
        Comparison comparison =
                new Comparison("negotiation", "FINALIZED", List.of(CONSUMER), List.of(PROVIDER, twice, alone));

        assertThat(comparison.subject("c1")).contains("c1");
        assertThat(comparison.subject("p1")).contains("c1");
        assertThat(comparison.subject("p2")).contains("p2");
        assertThat(comparison.subject("p3")).contains("p3");
        assertThat(comparison.subject("p4")).isEmpty();
    }

    @Test
    void severalFindingsAboutOneProcessAreOneFailure() {
        Outcome outcome =
                new Outcome(List.of(new Finding("c1", "one"), new Finding("c1", "two"), new Finding("c2", "three")), 1);

        assertThat(outcome.failures()).isEqualTo(2);
    }

    private static List<Finding> compare(List<LedgerEntry> consumer, List<LedgerEntry> provider) {
        return new Comparison("negotiation", "FINALIZED", consumer, provider).findings();
    }

    private static LedgerEntry entry(String id, String peerId, String state, String agreement) {
        return new LedgerEntry(id, peerId, state, agreement, "");
    }
}
