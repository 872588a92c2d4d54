package dev.mqttdsp.edc;

import dev.mqttdsp.core.address.AddressReader;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Names;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Possession;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.core.outbound.UrlGuard;
import dev.mqttdsp.edc.address.AssetFilter;
import dev.mqttdsp.edc.address.MqttSourceValidator;
import dev.mqttdsp.edc.address.UnreadableDocuments;
import dev.mqttdsp.edc.audit.AccessRecords;
import dev.mqttdsp.edc.flow.FlowRequests;
import dev.mqttdsp.edc.flow.MqttFlowController;
import dev.mqttdsp.edc.follow.EntitlementRounds;
import dev.mqttdsp.edc.follow.FollowingProtocolService;
import dev.mqttdsp.edc.follow.FollowingTransferService;
import dev.mqttdsp.edc.follow.LostAccess;
import dev.mqttdsp.edc.follow.Reconciliation;
import dev.mqttdsp.edc.follow.ResumeRule;
import dev.mqttdsp.edc.follow.TerminationReasons;
import dev.mqttdsp.edc.follow.TransferFollower;
import dev.mqttdsp.edc.manage.AccessResource;
import dev.mqttdsp.edc.manage.BlocksResource;
import dev.mqttdsp.edc.manage.DrainResource;
import dev.mqttdsp.edc.manage.ParticipantTransfers;
import dev.mqttdsp.edc.settings.BrokerEntries;
import dev.mqttdsp.edc.settings.FeedSettings;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.gateway.Gateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.edc.api.management.ManagementApi;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessProtocolService;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.flow.DataFlowManager;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessObservable;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.jsonld.spi.JsonLd;
import org.eclipse.edc.participantcontext.single.spi.SingleParticipantContextSupplier;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.health.HealthCheckService;
import org.eclipse.edc.validator.spi.DataAddressValidatorRegistry;
import org.eclipse.edc.web.spi.WebService;
import org.eclipse.edc.web.spi.configuration.ApiContext;
import org.eclipse.edc.web.spi.configuration.PortMappingRegistry;

/**
 * Where EDC meets this adapter: everything is put together here, and nothing is decided here.
 *
 * <p>Two of EDC's services are decorated: announcing them as provided while injecting them has EDC start everyone who
 * uses them after this extension.
 */
@Extension(MqttExtension.NAME)
@Provides({TransferProcessService.class, TransferProcessProtocolService.class})
public final class MqttExtension implements ServiceExtension {
    static final String NAME = "MQTT over DSP";
    /** Before EDC's own controller, which would take any transfer type of the form X-PULL. */
    private static final int PRIORITY = 100;

    @Inject
    private Monitor monitor;

    @Inject
    private Clock clock;

    @Inject
    private Vault vault;

    @Inject
    private SingleParticipantContextSupplier participants;

    @Inject
    private JsonLd jsonLd;

    @Inject
    private WebService web;

    @Inject
    private PortMappingRegistry ports;

    @Inject
    private DataAddressValidatorRegistry validators;

    @Inject
    private DataFlowManager flows;

    @Inject
    private ContractAgreementService agreements;

    @Inject
    private TransferProcessStore transfers;

    @Inject
    private TransferProcessObservable observable;

    @Inject
    private TransferProcessService transferService;

    @Inject
    private TransferProcessProtocolService protocolService;

    @Inject(required = false)
    private HealthCheckService health;

    @Inject(required = false)
    private MeterRegistry runtimeMeters;

    @Inject(required = false)
    private Possession possession;

    @Inject(required = false)
    private Entitlement entitlement;

    private MqttSettings settings;
    /** Measures nothing where the runtime has no registry. */
    private MeterRegistry meters;

    private AccessRecords records;
    private AccessCore core;
    private Brokers brokers;
    private TransferProcessService following;
    private ParticipantTransfers participantTransfers;
    private Reconciliation reconciliation;
    private Optional<EntitlementRounds> rounds = Optional.empty();
    private LostAccess lost;
    private volatile Gateway gateway;
    private Optional<FeedSettings> feedSettings;
    private Optional<PublicFeed> feed = Optional.empty();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        ParticipantContext participant = participants.get().orElseThrow(f -> new EdcException(f.getFailureDetail()));
        String identity = participant.getIdentity();
        UnaryOperator<String> secrets = alias -> vault.resolveSecret(participant.getParticipantContextId(), alias);
        settings = MqttSettings.read(context.getConfig());
        feedSettings = FeedSettings.read(context.getConfig(), secrets);
        meters = runtimeMeters == null ? new CompositeMeterRegistry() : runtimeMeters;
        records = AccessRecords.open(context.getConfig(), identity, meters, monitor, clock);
        lost = new LostAccess(() -> following, monitor);
        core = AccessCore.of(
                settings,
                identity,
                secrets,
                refreshRules(),
                AccessEvents.all(List.of(records.events(), lost)),
                meters,
                clock);
        brokers = BrokerEntries.read(context.getConfig(), secrets);
        AddressReader reader = new AddressReader(
                brokers,
                settings.allowInsecure(),
                settings.aliases(),
                new UrlGuard(settings.outgoing().rules()));

        validators.registerSourceValidator(MqttAddress.TYPE, new MqttSourceValidator(reader));
        // In the management scope alone: in any wider one the prefix would appear in every DSP message.
        jsonLd.registerNamespace(Names.DSP_MQTT_PREFIX, Names.DSP_MQTT, ManagementApi.MANAGEMENT_SCOPE);

        TerminationReasons reasons = new TerminationReasons();
        TransferFollower follower = new TransferFollower(core.grants(), core.store());
        FlowRequests requests = new FlowRequests(agreements, reader, identity);
        flows.register(
                PRIORITY, new MqttFlowController(core.grants(), requests, transfers, follower, core.events(), clock));
        observable.registerListener(reasons);
        ResumeRule rule = new ResumeRule(core.store());
        following = new FollowingTransferService(transferService, follower, rule);
        context.registerService(TransferProcessService.class, following);
        context.registerService(
                TransferProcessProtocolService.class,
                new FollowingProtocolService(protocolService, follower, rule, reasons));
        participantTransfers = new ParticipantTransfers(agreements, following);
        if (health != null) {
            records.file().ifPresent(file -> health.addReadinessProvider(records::readiness));
            health.addReadinessProvider(() -> PublicGateway.readiness(Optional.ofNullable(gateway)));
        }
        reconciliation = new Reconciliation(core.store(), transfers, follower, clock, monitor);
        rounds = Optional.ofNullable(entitlement)
                .map(asked -> new EntitlementRounds(
                        asked, core.store(), core.grants(), settings.entitlementPause(), clock, monitor));
    }

    private RefreshRules refreshRules() {
        return new RefreshRules(
                possession == null ? Possession.ANYBODY : possession,
                entitlement == null ? Entitlement.EVERYBODY : entitlement);
    }

    /** Not earlier: other extensions name the contexts of the web server while they are initialised. */
    @Override
    public void prepare() {
        if (ports.getAll().stream().anyMatch(port -> port.name().equals(ApiContext.MANAGEMENT))) {
            web.registerResource(ApiContext.MANAGEMENT, new AssetFilter());
            web.registerResource(ApiContext.MANAGEMENT, new UnreadableDocuments());
            web.registerResource(
                    ApiContext.MANAGEMENT, new BlocksResource(core.blocks(), participantTransfers, monitor));
            web.registerResource(
                    ApiContext.MANAGEMENT,
                    new DrainResource(() -> Optional.ofNullable(gateway).flatMap(Gateway::sessions), monitor));
            web.registerResource(ApiContext.MANAGEMENT, new AccessResource(records, core.store(), core.blocks()));
        }
    }

    @Override
    public void start() {
        if (settings.aliases().prefix().isEmpty()) {
            monitor.warning(
                    "MQTT over DSP: assets may name any secret of the vault; set " + MqttSettings.ASSET_ALIAS_PREFIX);
        }
        gateway = PublicGateway.start(settings, core, brokers, meters, monitor);
        feed = feedSettings.map(wanted -> PublicFeed.start(wanted, settings, core));
        reconciliation.start();
        lost.start();
        rounds.ifPresent(EntitlementRounds::start);
    }

    @Override
    public void shutdown() {
        rounds.ifPresent(EntitlementRounds::close);
        lost.close();
        reconciliation.close();
        feed.ifPresent(PublicFeed::close);
        if (gateway != null) {
            gateway.close();
        }
        core.close();
        records.close();
    }
}
