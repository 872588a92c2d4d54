package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.identity.BoundedThreads;
import dev.mqttdsp.identity.IdentitySettings;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.connector.controlplane.services.spi.contractagreement.ContractAgreementService;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.participant.spi.ParticipantAgentService;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provider;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Has consumers judged again as long as they have access. */
public final class StandingExtension implements ServiceExtension {
    private static final int THREADS = 4;

    @Inject
    private RevocationServiceRegistry revocations;

    @Inject
    private TrustedIssuerRegistry issuers;

    @Inject
    private PolicyEngine policies;

    @Inject
    private TransferProcessStore transfers;

    @Inject
    private ContractAgreementService agreements;

    @Inject
    private ParticipantAgentService agents;

    @Inject
    private ShownCredentials shown;

    @Inject
    private Clock clock;

    private ExecutorService threads;

    @Override
    public String name() {
        return "MQTT over DSP: who participants still are";
    }

    /** Judges them. */
    @Provider
    public Entitlement standing(ServiceExtensionContext context) {
        threads = BoundedThreads.of("mqtt-standing", THREADS);
        return new Standing(
                shown,
                new CredentialJudge(new IssuerTrust(issuers), revocations, clock),
                IdentitySettings.read(context.getConfig()).scopes(),
                new Standing.Contracts(this::agreement, policies, agents),
                threads,
                clock);
    }

    private Optional<ContractAgreement> agreement(String flowId) {
        return Optional.ofNullable(transfers.findById(flowId))
                .map(TransferProcess::getContractId)
                .map(agreements::findById);
    }

    @Override
    public void shutdown() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
