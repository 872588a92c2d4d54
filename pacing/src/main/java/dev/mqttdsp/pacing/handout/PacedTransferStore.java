package dev.mqttdsp.pacing.handout;

import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.StoreResult;

/** The transfers. */
public final class PacedTransferStore extends PacedStore<TransferProcess> implements TransferProcessStore {
    private final TransferProcessStore store;

    public PacedTransferStore(TransferProcessStore store, Pace<TransferProcess> pace) {
        super(store, pace);
        this.store = store;
    }

    @Override
    public TransferProcess findForCorrelationId(String correlationId) {
        return store.findForCorrelationId(correlationId);
    }

    @Override
    public StoreResult<Void> delete(String processId) {
        return delete(processId, () -> store.delete(processId));
    }

    @Override
    public Stream<TransferProcess> findAll(QuerySpec query) {
        return store.findAll(query);
    }
}
