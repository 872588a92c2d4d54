package dev.mqttdsp.edr;

import dev.mqttdsp.core.did.RefreshProof;
import dev.mqttdsp.edr.refresh.FreshAddresses;
import dev.mqttdsp.edr.refresh.RefreshSettings;
import java.time.Clock;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessEvent;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.jsonld.spi.JsonLd;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.event.Event;
import org.eclipse.edc.spi.event.EventEnvelope;
import org.eclipse.edc.spi.event.EventRouter;
import org.eclipse.edc.spi.event.EventSubscriber;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.transaction.spi.TransactionContext;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;
import org.eclipse.edc.validator.spi.JsonObjectValidatorRegistry;
import org.eclipse.edc.web.spi.WebService;
import org.eclipse.edc.web.spi.configuration.ApiContext;

/** Adds {@code /v3/edrs} to the Management API, under its authentication. */
@Extension(EdrExtension.NAME)
public final class EdrExtension implements ServiceExtension {
    static final String NAME = "Management API: EDRs";
    private static final int MOST_WAITERS = 1_000;

    @Inject
    private Monitor monitor;

    @Inject
    private WebService web;

    @Inject
    private EndpointDataReferenceStore store;

    @Inject
    private TransferProcessService transfers;

    @Inject
    private TypeTransformerRegistry transformers;

    @Inject
    private JsonObjectValidatorRegistry validators;

    @Inject
    private JsonLd jsonLd;

    @Inject
    private EventRouter events;

    @Inject
    private TransactionContext transaction;

    @Inject
    private Clock clock;

    @Inject(required = false)
    private RefreshProof proof;

    private EdrWaiters waiters;
    private FreshAddresses fresh;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        EdrLookup lookup = new EdrLookup(transfers, store);
        waiters = new EdrWaiters(lookup::of, MOST_WAITERS);
        // Told after the synchronous subscribers, among which is the one that stores data addresses.
        events.register(TransferProcessEvent.class, new EventSubscriber() {
            @Override
            public <E extends Event> void on(EventEnvelope<E> event) {
                if (event.getPayload() instanceof TransferProcessEvent happened) {
                    waiters.wake(happened.getTransferProcessId());
                }
            }
        });
        fresh = FreshAddresses.in(
                store,
                transfers,
                transaction,
                RefreshSettings.read(context.getConfig()),
                proof == null ? RefreshProof.NONE : proof,
                clock,
                monitor);
        EdrJson json = new EdrJson(jsonLd, transformers.forContext("management-api"), validators);
        web.registerResource(
                ApiContext.MANAGEMENT,
                new EdrResource(lookup, waiters, fresh, store, json, new EdrAnswers(json, monitor)));
    }

    @Override
    public void shutdown() {
        waiters.close();
        fresh.close();
    }
}
