package dev.mqttdsp.edr;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.spi.result.StoreResult;
import org.eclipse.edc.spi.types.domain.DataAddress;

/**
 * Looks for the data address of a transfer.
 *
 * <p>The transfer's state counts before the store does: EDC removes an address some time after it has accepted that the
 * transfer is suspended or over, and until then the address would lead to a closed door.
 */
final class EdrLookup {
    private final TransferProcessService transfers;
    private final EndpointDataReferenceStore store;

    private static final Pattern JSON_LD_VALUE = Pattern.compile("\\{(?:@language=[^,}]*, )?@value=([^}]*)}");

    EdrLookup(TransferProcessService transfers, EndpointDataReferenceStore store) {
        this.transfers = transfers;
        this.store = store;
    }

    EdrState of(String transferId) {
        TransferProcess process = transfers.findById(transferId);
        if (process == null || process.getType() != TransferProcess.Type.CONSUMER) {
            return new EdrState.Unknown();
        }
        return switch (TransferProcessStates.from(process.getState())) {
            case STARTED -> address(transferId);
            case COMPLETING,
                    COMPLETING_REQUESTED,
                    COMPLETED,
                    TERMINATING,
                    TERMINATING_REQUESTED,
                    TERMINATED,
                    DEPROVISIONING,
                    DEPROVISIONING_REQUESTED,
                    DEPROVISIONED -> new EdrState.Ended(process.stateAsString(), reason(process));
            default -> new EdrState.Pending();
        };
    }

    /** EDC keeps a reason that came by DSP as it prints the JSON-LD value that held it. */
    private static Optional<String> reason(TransferProcess process) {
        return Optional.ofNullable(process.getErrorDetail())
                .map(detail -> JSON_LD_VALUE.matcher(detail).replaceAll("$1"));
    }

    private EdrState address(String transferId) {
        StoreResult<DataAddress> stored = store.resolveByTransferProcess(transferId);
        return stored.succeeded() ? new EdrState.Available(stored.getContent()) : new EdrState.Pending();
    }
}
