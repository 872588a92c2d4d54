package dev.mqttdsp.edc.policy;

import dev.mqttdsp.core.credential.CredentialDemand;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.edc.connector.controlplane.catalog.spi.policy.CatalogPolicyContext;
import org.eclipse.edc.connector.controlplane.contract.spi.policy.ContractNegotiationPolicyContext;
import org.eclipse.edc.connector.controlplane.contract.spi.policy.TransferProcessPolicyContext;
import org.eclipse.edc.connector.policy.monitor.spi.PolicyMonitorContext;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.participant.spi.ParticipantAgentPolicyContext;
import org.eclipse.edc.policy.engine.spi.AtomicConstraintRuleFunction;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.policy.engine.spi.RuleBindingRegistry;
import org.eclipse.edc.policy.model.Permission;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;

/** Has EDC's policy engine judge the terms of offers. */
public final class OfferTermsExtension implements ServiceExtension {
    private static final String USE = "http://www.w3.org/ns/odrl/2/use";

    @Inject
    private PolicyEngine engine;

    @Inject
    private RuleBindingRegistry bindings;

    @Inject(required = false)
    private TrustedIssuerRegistry issuers;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "MQTT over DSP: terms of offers";
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        bindings.bind(USE, CatalogPolicyContext.CATALOG_SCOPE);
        bindings.bind(USE, ContractNegotiationPolicyContext.NEGOTIATION_SCOPE);
        bindings.bind(USE, TransferProcessPolicyContext.TRANSFER_SCOPE);
        everywhere(RecipientConstraint.KEY, new RecipientConstraint<>());
        everywhere(CredentialDemand.LEFT_OPERAND, new CredentialConstraint<>(Optional.ofNullable(issuers)));
        whileATransferGoesOn();

        // In the scope of transfers EDC judges it itself.
        bindings.bind(OfferEndConstraint.KEY, CatalogPolicyContext.CATALOG_SCOPE);
        bindings.bind(OfferEndConstraint.KEY, ContractNegotiationPolicyContext.NEGOTIATION_SCOPE);
        engine.registerFunction(
                CatalogPolicyContext.class, Permission.class, OfferEndConstraint.KEY, new OfferEndConstraint<>(clock));
        engine.registerFunction(
                ContractNegotiationPolicyContext.class,
                Permission.class,
                OfferEndConstraint.KEY,
                new OfferEndConstraint<>(clock));
    }

    /**
     * EDC's monitor of running transfers leaves out of a policy what is not bound there, and takes the rest for the whole. It knows
     * the consumer, and whether that is still entitled to what it once showed is judged elsewhere.
     */
    private void whileATransferGoesOn() {
        bindings.bind(RecipientConstraint.KEY, PolicyMonitorContext.POLICY_MONITOR_SCOPE);
        bindings.bind(CredentialDemand.LEFT_OPERAND, PolicyMonitorContext.POLICY_MONITOR_SCOPE);
        engine.registerFunction(
                PolicyMonitorContext.class,
                Permission.class,
                RecipientConstraint.KEY,
                (operator, right, permission, context) -> RecipientConstraint.holds(
                        operator, right, context.contractAgreement().getConsumerId(), context));
        engine.registerFunction(
                PolicyMonitorContext.class,
                Permission.class,
                CredentialDemand.LEFT_OPERAND,
                (operator, right, permission, context) -> true);
    }

    /** What is not bound in a scope EDC takes for fulfilled there. */
    private void everywhere(
            String key, AtomicConstraintRuleFunction<Permission, ParticipantAgentPolicyContext> function) {
        bindings.bind(key, CatalogPolicyContext.CATALOG_SCOPE);
        bindings.bind(key, ContractNegotiationPolicyContext.NEGOTIATION_SCOPE);
        bindings.bind(key, TransferProcessPolicyContext.TRANSFER_SCOPE);
        engine.registerFunction(ParticipantAgentPolicyContext.class, Permission.class, key, function);
    }
}
