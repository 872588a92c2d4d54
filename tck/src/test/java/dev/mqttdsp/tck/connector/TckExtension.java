package dev.mqttdsp.tck.connector;

import java.time.Clock;
import org.eclipse.edc.connector.controlplane.asset.spi.index.AssetIndex;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.observe.ContractNegotiationObservable;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.offer.store.ContractDefinitionStore;
import org.eclipse.edc.connector.controlplane.policy.spi.store.PolicyDefinitionStore;
import org.eclipse.edc.connector.controlplane.services.spi.contractnegotiation.ContractNegotiationService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessObservable;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.participantcontext.single.spi.SingleParticipantContextSupplier;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.web.spi.WebService;

/** Makes a connector one that the TCK can test. */
@Extension(TckExtension.NAME)
public final class TckExtension implements ServiceExtension {
    static final String NAME = "TCK: connector under test";

    @Inject
    private AssetIndex assets;

    @Inject
    private PolicyDefinitionStore policies;

    @Inject
    private ContractDefinitionStore definitions;

    @Inject
    private ContractNegotiationStore negotiationStore;

    @Inject
    private TransferProcessStore transferStore;

    @Inject
    private ContractNegotiationService negotiationService;

    @Inject
    private TransferProcessService transferService;

    @Inject
    private ContractNegotiationObservable negotiationObservable;

    @Inject
    private TransferProcessObservable transferObservable;

    @Inject
    private SingleParticipantContextSupplier participantContext;

    @Inject
    private WebService web;

    @Inject
    private Hold hold;

    @Inject
    private Clock clock;

    @Inject
    private Monitor monitor;

    private Negotiations negotiations;
    private Transfers transfers;

    @Override
    public String name() {
        return NAME;
    }

    /** Not earlier: what gives the participant context is only initialised before. */
    @Override
    public void prepare() {
        ParticipantContext participant =
                participantContext.get().orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        new Seeds(assets, policies, definitions, negotiationStore, participant.getParticipantContextId(), clock).sow();
        negotiations = new Negotiations(negotiationStore, hold, monitor);
        negotiationObservable.registerListener(negotiations);
        transfers = new Transfers(transferStore, transferService, hold, monitor);
        transferObservable.registerListener(transfers);
        web.registerResource(new SignalResource(participant, negotiationService, transferService));
    }

    @Override
    public void shutdown() {
        negotiations.close();
        transfers.close();
    }
}
