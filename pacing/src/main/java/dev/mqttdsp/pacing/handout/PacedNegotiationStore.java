package dev.mqttdsp.pacing.handout;

import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.StoreResult;

/** The negotiations. */
public final class PacedNegotiationStore extends PacedStore<ContractNegotiation> implements ContractNegotiationStore {
    private final ContractNegotiationStore store;

    public PacedNegotiationStore(ContractNegotiationStore store, Pace<ContractNegotiation> pace) {
        super(store, pace);
        this.store = store;
    }

    @Override
    public ContractAgreement findContractAgreement(String contractId) {
        return store.findContractAgreement(contractId);
    }

    @Override
    public StoreResult<Void> deleteById(String negotiationId) {
        return delete(negotiationId, () -> store.deleteById(negotiationId));
    }

    @Override
    public Stream<ContractNegotiation> queryNegotiations(QuerySpec query) {
        return store.queryNegotiations(query);
    }

    @Override
    public Stream<ContractAgreement> queryAgreements(QuerySpec query) {
        return store.queryAgreements(query);
    }
}
