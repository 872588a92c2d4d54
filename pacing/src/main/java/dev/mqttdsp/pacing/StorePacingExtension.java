package dev.mqttdsp.pacing;

import dev.mqttdsp.pacing.api.Lookups;
import dev.mqttdsp.pacing.api.ProcessResource;
import dev.mqttdsp.pacing.api.Waiters;
import dev.mqttdsp.pacing.handout.Courtesy;
import dev.mqttdsp.pacing.handout.InHand;
import dev.mqttdsp.pacing.handout.Pace;
import dev.mqttdsp.pacing.handout.PacedNegotiationStore;
import dev.mqttdsp.pacing.handout.PacedTransferStore;
import dev.mqttdsp.pacing.http.Deliveries;
import dev.mqttdsp.pacing.http.Finalized;
import dev.mqttdsp.pacing.http.FirstRequests;
import dev.mqttdsp.pacing.http.HoldFilter;
import dev.mqttdsp.pacing.http.Holds;
import dev.mqttdsp.pacing.http.PartnerFilter;
import dev.mqttdsp.pacing.wake.Commits;
import dev.mqttdsp.pacing.wake.StateMachine;
import dev.mqttdsp.pacing.wake.WakeUps;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.edc.connector.controlplane.contract.spi.negotiation.store.ContractNegotiationStore;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiation;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.query.CriterionOperatorRegistry;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.web.spi.WebService;
import org.eclipse.edc.web.spi.configuration.ApiContext;
import org.eclipse.edc.web.spi.configuration.PortMappingRegistry;

/** Paces the stores of negotiations and transfers, and tells those who wait for what is stored there. */
@Extension(StorePacingExtension.NAME)
@Provides({ContractNegotiationStore.class, TransferProcessStore.class})
public final class StorePacingExtension implements ServiceExtension {
    static final String NAME = "Pacing: stores";

    @Inject
    private Monitor monitor;

    @Inject
    private Clock clock;

    @Inject
    private CriterionOperatorRegistry operators;

    @Inject
    private WebService web;

    @Inject
    private PortMappingRegistry ports;

    @Inject
    private Commits commits;

    @Inject
    private WakeUps wakeUps;

    @Inject
    private ContractNegotiationStore negotiations;

    @Inject
    private TransferProcessStore transfers;

    private PacingSettings settings;
    private InHand inHand;
    private Courtesy courtesy;
    private final FirstRequests requests = new FirstRequests();
    private final Finalized finalized = new Finalized();
    private Waiters negotiationWaiters;
    private Waiters transferWaiters;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        settings = PacingSettings.read(context.getConfig());
        FlowLeases.check(context.getConfig(), monitor);
        inHand = new InHand(clock);
        courtesy = new Courtesy(settings.revalidate() ? settings.pause() : Duration.ZERO, clock);
        negotiationWaiters = new Waiters(Lookups.negotiations(negotiations), settings.mostWaiters());
        transferWaiters = new Waiters(Lookups.transfers(transfers), settings.mostWaiters());
        context.registerService(
                ContractNegotiationStore.class,
                new PacedNegotiationStore(negotiations, pace(this::negotiationChanged, courtesy::left)));
        context.registerService(
                TransferProcessStore.class,
                new PacedTransferStore(transfers, pace(this::transferChanged, courtesy::left)));
    }

    private <T> Pace<T> pace(Consumer<T> changed, Function<T, Duration> left) {
        return new Pace<>(inHand, commits, changed, settings.revalidate(), left, clock, operators);
    }

    /** Not earlier: other extensions name the contexts of the web server while they are initialised. */
    @Override
    public void prepare() {
        register(
                ApiContext.PROTOCOL,
                new PartnerFilter(
                        courtesy,
                        requests,
                        finalized,
                        new Deliveries(settings.longestHold(), settings.mostHolds(), clock)));
        if (settings.hold()) {
            HoldFilter filter = new HoldFilter(new Holds(inHand, settings.longestHold(), settings.mostHolds()));
            register(ApiContext.PROTOCOL, filter);
            register(ApiContext.MANAGEMENT, filter);
        }
        if (settings.api()) {
            register(ApiContext.MANAGEMENT, new ProcessResource(negotiationWaiters, transferWaiters, monitor));
        }
    }

    @Override
    public void shutdown() {
        negotiationWaiters.close();
        transferWaiters.close();
    }

    private void negotiationChanged(ContractNegotiation negotiation) {
        wakeUps.wake(
                negotiation.getType() == ContractNegotiation.Type.CONSUMER
                        ? StateMachine.CONSUMER_NEGOTIATIONS
                        : StateMachine.PROVIDER_NEGOTIATIONS,
                courtesy.left(negotiation));
        requests.stored(negotiation);
        finalized.stored(negotiation);
        negotiationWaiters.wake(negotiation.getId());
    }

    private void transferChanged(TransferProcess transfer) {
        wakeUps.wake(StateMachine.TRANSFERS, courtesy.left(transfer));
        transferWaiters.wake(transfer.getId());
    }

    /** A runtime without a Management API has no such context, and registering there would end its start. */
    private void register(String context, Object resource) {
        if (ports.getAll().stream().anyMatch(port -> port.name().equals(context))) {
            web.registerResource(context, resource);
        }
    }
}
