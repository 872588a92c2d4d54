package dev.mqttdsp.identity.wallet;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.catalog.spi.CatalogRequestMessage;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.participantcontext.single.spi.SingleParticipantContextSupplier;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.message.RemoteMessageDispatcherRegistry;
import org.eclipse.edc.spi.query.Criterion;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a new credential to the providers of running transfers, who go by what they were shown last. They see it with any message, so
 * they are asked for an empty page of their catalog.
 */
public final class ShowingExtension implements ServiceExtension {
    private static final Logger LOG = LoggerFactory.getLogger(ShowingExtension.class);

    @Inject
    private CredentialNews news;

    @Inject
    private TransferProcessStore transfers;

    @Inject
    private ContractAgreementService agreements;

    @Inject
    private RemoteMessageDispatcherRegistry messages;

    @Inject
    private SingleParticipantContextSupplier participants;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "mqtt-showing");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Who has to be shown it. */
    private record Partner(String id, String address, String protocol) {}

    @Override
    public String name() {
        return "MQTT over DSP: new credentials are shown";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        news.listen(() -> thread.execute(this::showAll));
    }

    private void showAll() {
        try (Stream<TransferProcess> running = transfers.findAll(QuerySpec.Builder.newInstance()
                .filter(new Criterion("type", "=", TransferProcess.Type.CONSUMER.name()))
                .filter(new Criterion("state", "=", TransferProcessStates.STARTED.code()))
                .limit(Integer.MAX_VALUE)
                .build())) {
            running.map(this::partner).flatMap(Optional::stream).distinct().forEach(this::show);
        } catch (RuntimeException e) {
            LOG.warn("the new credential is not shown to the providers of running transfers", e);
        }
    }

    private Optional<Partner> partner(TransferProcess transfer) {
        return Optional.ofNullable(agreements.findById(transfer.getContractId()))
                .map(agreement -> new Partner(
                        agreement.getProviderId(), transfer.getCounterPartyAddress(), transfer.getProtocol()));
    }

    private void show(Partner partner) {
        String own = participants
                .get()
                .orElseThrow(failure -> new IllegalStateException(failure.getFailureDetail()))
                .getParticipantContextId();
        CatalogRequestMessage message = CatalogRequestMessage.Builder.newInstance()
                .protocol(partner.protocol())
                .counterPartyId(partner.id())
                .counterPartyAddress(partner.address())
                .querySpec(QuerySpec.none())
                .build();
        CompletableFuture<?> unused = messages.dispatch(own, byte[].class, message)
                .whenComplete((answer, failure) -> {
                    if (failure != null || answer.failed()) {
                        LOG.warn(
                                "the new credential was not shown to {}: {}",
                                partner.id(),
                                failure == null ? answer.getFailureDetail() : failure.getMessage());
                    }
                });
    }

    @Override
    public void shutdown() {
        thread.shutdownNow();
    }
}
