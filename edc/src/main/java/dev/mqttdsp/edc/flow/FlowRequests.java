package dev.mqttdsp.edc.flow;

import dev.mqttdsp.core.address.AddressProblem;
import dev.mqttdsp.core.address.AddressReader;
import dev.mqttdsp.core.address.AddressReading;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.edc.address.MqttDataAddress;
import java.util.stream.Collectors;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.spi.result.Result;

/** Makes of a transfer process and its agreement the request that opens a grant. */
public final class FlowRequests {
    private final ContractAgreementService agreements;
    private final AddressReader reader;
    private final String participant;

    /**
     * @param participant id of this side
     */
    public FlowRequests(ContractAgreementService agreements, AddressReader reader, String participant) {
        this.agreements = agreements;
        this.reader = reader;
        this.participant = participant;
    }

    /** Whose access it would be, as far as that is known. */
    Subject subject(TransferProcess process) {
        ContractAgreement agreement = agreements.findById(process.getContractId());
        return agreement == null
                ? Subject.of(process.getId())
                : new Subject(
                        process.getId(), agreement.getConsumerId(), agreement.getAgreementId(), agreement.getAssetId());
    }

    /** The request, or why there is none; the reason is for this side's eyes only. */
    Result<FlowRequest> of(TransferProcess process) {
        if (!MqttAddress.TRANSFER_TYPE.equals(process.getTransferType())) {
            return Result.failure("an Mqtt asset is offered as " + MqttAddress.TRANSFER_TYPE + ", not as "
                    + process.getTransferType());
        }
        if (!MqttDataAddress.is(process.getContentDataAddress())) {
            return Result.failure("the asset is not an Mqtt asset");
        }
        ContractAgreement agreement = agreements.findById(process.getContractId());
        if (agreement == null) {
            return Result.failure("there is no agreement " + process.getContractId());
        }
        AddressReading reading = reader.read(process.getContentDataAddress().getProperties());
        if (reading instanceof AddressReading.Invalid invalid) {
            return Result.failure(
                    invalid.problems().stream().map(AddressProblem::message).collect(Collectors.joining("; ")));
        }
        try {
            return Result.success(new FlowRequest(
                    process.getId(),
                    participant,
                    agreement.getConsumerId(),
                    agreement.getAgreementId(),
                    process.getAssetId(),
                    ((AddressReading.Valid) reading).address(),
                    ContractEnd.of(agreement)));
        } catch (IllegalArgumentException e) {
            return Result.failure(e.getMessage());
        }
    }
}
