package dev.mqttdsp.tck.connector;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractRequest;
import org.eclipse.edc.connector.controlplane.contract.spi.types.offer.ContractOffer;
import org.eclipse.edc.connector.controlplane.services.spi.contractnegotiation.ContractNegotiationService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferRequest;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.spi.EdcException;

/** Where the TCK asks the connector to begin something as a consumer. */
@Path(Names.SIGNALS)
@Consumes(MediaType.APPLICATION_JSON)
public final class SignalResource {
    static final String PROTOCOL = "dataspace-protocol-http:2025-1";

    private final ParticipantContext participant;
    private final ContractNegotiationService negotiations;
    private final TransferProcessService transfers;

    SignalResource(
            ParticipantContext participant, ContractNegotiationService negotiations, TransferProcessService transfers) {
        this.participant = participant;
        this.negotiations = negotiations;
        this.transfers = transfers;
    }

    @POST
    @Path("/negotiations")
    public void negotiate(NegotiationSignal signal) {
        ContractOffer offer = ContractOffer.Builder.newInstance()
                .id(signal.offerId())
                .assetId(signal.datasetId())
                .policy(Policies.offer(signal.providerId(), signal.datasetId()))
                .build();
        negotiations.initiateNegotiation(
                participant,
                ContractRequest.Builder.newInstance()
                        .protocol(PROTOCOL)
                        .counterPartyAddress(signal.connectorAddress())
                        .contractOffer(offer)
                        .build());
    }

    @POST
    @Path("/transfers")
    public void transfer(TransferSignal signal) {
        transfers
                .initiateTransfer(
                        participant,
                        TransferRequest.Builder.newInstance()
                                .protocol(PROTOCOL)
                                .counterPartyAddress(signal.connectorAddress())
                                .contractId(signal.agreementId())
                                .transferType(signal.format())
                                .build())
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
    }

    /** The TCK's names. */
    record NegotiationSignal(String providerId, String offerId, String datasetId, String connectorAddress) {}

    /** The TCK's names. */
    record TransferSignal(String providerId, String agreementId, String format, String connectorAddress) {}
}
