package dev.mqttdsp.pacing.handout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation.Type.CONSUMER;
import static org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation.Type.PROVIDER;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CourtesyTest {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final long NOW = 1_000_000;

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private final Courtesy courtesy = new Courtesy(PAUSE, clock);

    @ParameterizedTest
    @CsvSource({"PROVIDER, REQUESTED", "PROVIDER, ACCEPTED", "PROVIDER, VERIFIED", "CONSUMER, AGREED"})
    void theAnswerToAMessageWaits(ContractNegotiation.Type type, ContractNegotiationStates state) {
        assertThat(courtesy.left(negotiation(type, state, NOW))).isEqualTo(PAUSE);
        assertThat(courtesy.left(negotiation(type, state, NOW - 100))).isEqualTo(Duration.ofMillis(50));
        assertThat(courtesy.left(negotiation(type, state, NOW - 150))).isZero();
        assertThat(courtesy.left(negotiation(type, state, NOW - 10_000))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CONSUMER, INITIAL",
        "CONSUMER, REQUESTED",
        "CONSUMER, VERIFIED",
        "PROVIDER, AGREEING",
        "PROVIDER, AGREED",
        "PROVIDER, FINALIZING",
        "CONSUMER, FINALIZED",
        "PROVIDER, TERMINATING"
    })
    void ownStepsDoNotWait(ContractNegotiation.Type type, ContractNegotiationStates state) {
        assertThat(courtesy.left(negotiation(type, state, NOW))).isZero();
    }

    @Test
    void aTransferThatAPartnerHasAskedForWaits() {
        assertThat(courtesy.left(transfer(TransferProcess.Type.PROVIDER, TransferProcessStates.INITIAL)))
                .isEqualTo(PAUSE);
        assertThat(courtesy.left(transfer(TransferProcess.Type.CONSUMER, TransferProcessStates.INITIAL)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "SUSPENDING_REQUESTED", "COMPLETING_REQUESTED", "TERMINATING_REQUESTED"})
    void theEndOfATransferDoesNotWait(TransferProcessStates state) {
        assertThat(courtesy.left(transfer(TransferProcess.Type.PROVIDER, state)))
                .isZero();
    }

    @Test
    void nothingWaitsForAPacedPartnerWhoseMessagesNameOneOfTheIds() {
        courtesy.partnerIsPaced("ours");
        courtesy.partnerIsPaced("theirs");

        assertThat(courtesy.left(negotiation(PROVIDER, ContractNegotiationStates.REQUESTED, NOW)))
                .isZero();
        assertThat(courtesy.left(transfer(TransferProcess.Type.PROVIDER, TransferProcessStates.INITIAL)))
                .isZero();
    }

    @Test
    void aClockThatWasSetBackDoesNotMakeItWaitLonger() {
        assertThat(courtesy.left(negotiation(CONSUMER, ContractNegotiationStates.AGREED, NOW + 60_000)))
                .isEqualTo(PAUSE);
    }

    @Test
    void withoutAPauseNothingWaits() {
        assertThat(new Courtesy(Duration.ZERO, clock)
                        .left(negotiation(CONSUMER, ContractNegotiationStates.AGREED, NOW)))
                .isZero();
    }

    private static ContractNegotiation negotiation(
            ContractNegotiation.Type type, ContractNegotiationStates state, long since) {
        return ContractNegotiation.Builder.newInstance()
                .id(type == PROVIDER ? "a" : "ours")
                .correlationId("theirs")
                .type(type)
                .counterPartyId("other")
                .counterPartyAddress("http://localhost")
                .protocol("protocol")
                .participantContextId("me")
                .state(state.code())
                .stateTimestamp(since)
                .build();
    }

    private static TransferProcess transfer(TransferProcess.Type type, TransferProcessStates state) {
        return TransferProcess.Builder.newInstance()
                .id("ours")
                .type(type)
                .state(state.code())
                .stateTimestamp(NOW)
                .build();
    }
}
