package dev.mqttdsp.benchmarks.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final String ID = "c66aa7b4-0c29-47d2-8119-5060be61530c";

    @Test
    void findsTheSendersProcessInBothFormsOfTheLog() {
        String said = "ContractNegotiation: ID " + ID + ". Attempt #1 failed to [Provider] send finalization."
                + " Fatal error occurred. Cause: 409";

        assertThat(Refusal.in(List.of(
                        "2026-01-01T17:01:58.165Z SEVERE edc: " + said,
                        "\u001b[0;31mSEVERE 2026-01-01T17:01:58.231390832 " + said + "\u001b[0m")))
                .containsExactly(
                        new Refusal(ID, "2026-01-01T17:01:58.165Z SEVERE edc: " + said),
                        new Refusal(ID, "SEVERE 2026-01-01T17:01:58.231390832 " + said));
    }

    @Test
    void passesOverWhatIsTriedAgainAndWhatIsNoRefusal() {
        assertThat(Refusal.in(List.of(
                        "DEBUG TransferProcess: ID " + ID + ". Attempt #1 failed to start. Retrying. Cause: 503",
                        "INFO access: flow " + ID + " given",
                        "")))
                .isEmpty();
    }
}
