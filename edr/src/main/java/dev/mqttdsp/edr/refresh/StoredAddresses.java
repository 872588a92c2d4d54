package dev.mqttdsp.edr.refresh;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.StoreResult;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.transaction.spi.TransactionContext;

/** The data addresses of transfers that are started, and nobody else's. */
final class StoredAddresses {
    private final EndpointDataReferenceStore store;
    private final TransferProcessService transfers;
    private final TransactionContext transaction;
    private final Clock clock;

    StoredAddresses(
            EndpointDataReferenceStore store,
            TransferProcessService transfers,
            TransactionContext transaction,
            Clock clock) {
        this.store = store;
        this.transfers = transfers;
        this.transaction = transaction;
        this.clock = clock;
    }

    Optional<DataAddress> find(String transferId) {
        if (!isStarted(transferId)) {
            return Optional.empty();
        }
        StoreResult<DataAddress> stored = store.resolveByTransferProcess(transferId);
        return stored.succeeded() ? Optional.of(stored.getContent()) : Optional.empty();
    }

    /** Who gave the address; empty where nobody knows. */
    Optional<String> provider(String transferId) {
        return Optional.ofNullable(store.findById(transferId)).map(EndpointDataReferenceEntry::getProviderId);
    }

    /** When the address was stored; now, where nobody knows. */
    Instant since(String transferId) {
        EndpointDataReferenceEntry entry = store.findById(transferId);
        return entry == null ? clock.instant() : Instant.ofEpochMilli(entry.getCreatedAt());
    }

    /**
     * Stores what a refresh has given, unless the transfer has gone another way in the meantime: then the tokens open
     * nothing any more, and an address that came with a resumption must not be overwritten.
     *
     * @return whether it was stored
     */
    boolean replace(String transferId, AddressTokens presented, DataAddress next) {
        boolean replaced = transaction.execute(() -> {
            EndpointDataReferenceEntry entry = store.findById(transferId);
            if (entry == null || !isCurrent(transferId, presented.refreshToken())) {
                return false;
            }
            store.save(renewed(entry), next).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
            return true;
        });
        if (replaced && !isStarted(transferId)) { // it ended between the two, and EDC has removed the address before
            store.delete(transferId);
            return false;
        }
        return replaced;
    }

    private boolean isCurrent(String transferId, String refreshToken) {
        return find(transferId)
                .flatMap(AddressTokens::of)
                .filter(stored -> stored.refreshToken().equals(refreshToken))
                .isPresent();
    }

    private boolean isStarted(String transferId) {
        TransferProcess process = transfers.findById(transferId);
        return process != null
                && process.getType() == TransferProcess.Type.CONSUMER
                && process.getState() == TransferProcessStates.STARTED.code();
    }

    private EndpointDataReferenceEntry renewed(EndpointDataReferenceEntry entry) {
        return EndpointDataReferenceEntry.Builder.newInstance()
                .transferProcessId(entry.getTransferProcessId())
                .assetId(entry.getAssetId())
                .agreementId(entry.getAgreementId())
                .contractNegotiationId(entry.getContractNegotiationId())
                .providerId(entry.getProviderId())
                .participantContextId(entry.getParticipantContextId())
                .createdAt(clock.millis())
                .build();
    }
}
