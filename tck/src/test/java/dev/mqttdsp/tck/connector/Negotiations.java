package dev.mqttdsp.tck.connector;

import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.observe.ContractNegotiationListener;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;

/** Follows the negotiations and has them take the steps of the script. */
final class Negotiations implements ContractNegotiationListener, AutoCloseable {
    private final ContractNegotiationStore store;
    private final Hold hold;
    private final Prompter<NegotiationStep> prompter;

    Negotiations(ContractNegotiationStore store, Hold hold, Monitor monitor) {
        this.store = store;
        this.hold = hold;
        this.prompter = new Prompter<>(Script.NEGOTIATIONS, this::take, monitor);
    }

    @Override
    public void requested(ContractNegotiation negotiation) {
        reached(negotiation);
    }

    @Override
    public void offered(ContractNegotiation negotiation) {
        reached(negotiation);
    }

    @Override
    public void accepted(ContractNegotiation negotiation) {
        reached(negotiation);
    }

    @Override
    public void agreed(ContractNegotiation negotiation) {
        reached(negotiation);
    }

    @Override
    public void verified(ContractNegotiation negotiation) {
        reached(negotiation);
    }

    private void reached(ContractNegotiation negotiation) {
        prompter.reached(negotiation.getId(), negotiation.getLastContractOffer().getAssetId(), negotiation.getState());
    }

    /** EDC has no command for most of the steps, so the state is stored in which it takes them. */
    private boolean take(String id, Cue<NegotiationStep> cue) {
        ContractNegotiation found = store.findById(id);
        if (found.getState() != cue.state()) {
            return true;
        }
        if (hold.applies(found) && !found.isPending()) {
            return false;
        }
        ContractNegotiation negotiation =
                store.findByIdAndLease(id).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        cue.step().take(negotiation);
        negotiation.setPending(false);
        store.save(negotiation).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        return true;
    }

    @Override
    public void close() {
        prompter.close();
    }
}
