package dev.mqttdsp.tck.connector;

import java.util.function.Consumer;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;

/** The messages of a negotiation, each sent by EDC in a state of its own. */
enum NegotiationStep {
    REQUEST(ContractNegotiation::transitionRequesting),
    OFFER(ContractNegotiation::transitionOffering),
    ACCEPT(ContractNegotiation::transitionAccepting),
    AGREE(ContractNegotiation::transitionAgreeing),
    VERIFY(ContractNegotiation::transitionVerifying),
    FINALIZE(ContractNegotiation::transitionFinalizing),
    TERMINATE(negotiation -> negotiation.transitionTerminating("the test wants it"));

    private final Consumer<ContractNegotiation> transition;

    NegotiationStep(Consumer<ContractNegotiation> transition) {
        this.transition = transition;
    }

    /** Brings the negotiation into the state in which EDC sends the message. */
    void take(ContractNegotiation negotiation) {
        transition.accept(negotiation);
    }
}
