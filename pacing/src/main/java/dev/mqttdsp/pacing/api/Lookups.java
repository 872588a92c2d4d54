package dev.mqttdsp.pacing.api;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/** What clients wait for. */
public final class Lookups {

    private Lookups() {}

    /** Negotiations are settled when they are over. */
    public static Function<String, Progress> negotiations(ContractNegotiationStore store) {
        return id -> {
            ContractNegotiation negotiation = store.findById(id);
            return negotiation == null
                    ? new Progress.Unknown()
                    : new Progress.Known(
                            ContractNegotiationStates.isFinal(negotiation.getState()),
                            negotiation.stateAsString(),
                            Optional.ofNullable(negotiation.getContractAgreement())
                                    .map(ContractAgreement::getId),
                            Optional.ofNullable(negotiation.getErrorDetail()));
        };
    }

    /** Transfers are settled when they have started, and whatever comes after that. */
    public static Function<String, Progress> transfers(TransferProcessStore store) {
        return id -> {
            TransferProcess transfer = store.findById(id);
            return transfer == null
                    ? new Progress.Unknown()
                    : new Progress.Known(
                            transfer.getState() >= TransferProcessStates.STARTED.code(),
                            transfer.stateAsString(),
                            Optional.ofNullable(transfer.getContractId()),
                            Optional.ofNullable(transfer.getErrorDetail()));
        };
    }
}
