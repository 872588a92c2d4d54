package dev.mqttdsp.edc.manage;

import static org.eclipse.edc.spi.query.Criterion.criterion;

import dev.mqttdsp.core.address.MqttAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.ServiceFailure;
import org.eclipse.edc.spi.result.ServiceResult;

/** The transfers by which this side gives a participant access to topics. */
public final class ParticipantTransfers {
    private static final Set<TransferProcessStates> OVER = EnumSet.of(
            TransferProcessStates.COMPLETED,
            TransferProcessStates.TERMINATED,
            TransferProcessStates.DEPROVISIONING,
            TransferProcessStates.DEPROVISIONING_REQUESTED,
            TransferProcessStates.DEPROVISIONED);

    private final ContractAgreementService agreements;
    private final TransferProcessService transfers;

    public ParticipantTransfers(ContractAgreementService agreements, TransferProcessService transfers) {
        this.agreements = agreements;
        this.transfers = transfers;
    }

    /**
     * What became of them.
     *
     * @param terminated ids of those that were terminated
     * @param failures for each that was not, its id and why
     */
    record Terminated(List<String> terminated, List<String> failures) {}

    /**
     * Terminates all that are not over.
     *
     * @param reason told to the participant
     * @throws EdcException when they cannot be found
     */
    Terminated terminate(String participant, String reason) {
        List<String> terminated = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (TransferProcess transfer : running(participant)) {
            ServiceResult<Void> result = transfers.terminate(new TerminateTransferCommand(transfer.getId(), reason));
            if (result.succeeded()) {
                terminated.add(transfer.getId());
            } else if (result.reason() != ServiceFailure.Reason.CONFLICT) { // it ended by itself meanwhile
                failures.add(transfer.getId() + ": " + result.getFailureDetail());
            }
        }
        return new Terminated(terminated, failures);
    }

    private List<TransferProcess> running(String participant) {
        List<String> contracts = found(agreements.search(all("consumerId", "=", participant))).stream()
                .map(ContractAgreement::getId)
                .toList();
        if (contracts.isEmpty()) {
            return List.of();
        }
        return found(transfers.search(all("contractId", "in", contracts))).stream()
                .filter(transfer -> transfer.getType() == TransferProcess.Type.PROVIDER
                        && MqttAddress.TRANSFER_TYPE.equals(transfer.getTransferType())
                        && !OVER.contains(TransferProcessStates.from(transfer.getState())))
                .toList();
    }

    private static QuerySpec all(String property, String operator, Object value) {
        return QuerySpec.Builder.newInstance()
                .filter(criterion(property, operator, value))
                .limit(Integer.MAX_VALUE)
                .build();
    }

    private static <T> List<T> found(ServiceResult<List<T>> result) {
        return result.orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
    }
}
