package dev.mqttdsp.edc.policy;

import dev.mqttdsp.core.credential.CredentialDemand;
import java.util.List;
import java.util.Optional;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.participant.spi.ParticipantAgentPolicyContext;
import org.eclipse.edc.policy.engine.spi.AtomicConstraintRuleFunction;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;

/**
 * Which credentials a partner has to have shown: {@link CredentialDemand}, each of an issuer that is trusted for its type. Who proves
 * nothing has none.
 *
 * @param <C> where it is judged
 */
final class CredentialConstraint<C extends ParticipantAgentPolicyContext>
        implements AtomicConstraintRuleFunction<Permission, C> {
    /** Where EDC's modules for the Decentralized Claims Protocol put what was verified. */
    private static final String VERIFIED = "vc";

    private final Optional<TrustedIssuerRegistry> issuers;

    /**
     * @param issuers who is trusted for what; empty where nobody is
     */
    CredentialConstraint(Optional<TrustedIssuerRegistry> issuers) {
        this.issuers = issuers;
    }

    @Override
    public boolean evaluate(Operator operator, Object right, Permission permission, C context) {
        List<CredentialDemand> demands;
        try {
            demands = RightOperand.texts(right).map(CredentialDemand::parse).toList();
        } catch (IllegalArgumentException e) {
            context.reportProblem("credential: " + e.getMessage());
            return false;
        }
        List<VerifiableCredential> shown = shown(context);
        boolean holds = !demands.isEmpty()
                && switch (operator) {
                    case EQ, IS_ALL_OF -> demands.stream().allMatch(demand -> isMet(demand, shown));
                    case IN, IS_ANY_OF -> demands.stream().anyMatch(demand -> isMet(demand, shown));
                    default -> {
                        context.reportProblem(
                                "credential: found the operator " + operator + "; accepted: eq, isAllOf, in, isAnyOf");
                        yield false;
                    }
                };
        if (!holds) {
            context.reportProblem(
                    context.participantAgent().getIdentity() + " has not shown the credentials " + demands);
        }
        return holds;
    }

    private static List<VerifiableCredential> shown(ParticipantAgentPolicyContext context) {
        return context.participantAgent().getClaims().get(VERIFIED) instanceof List<?> verified
                ? verified.stream()
                        .filter(VerifiableCredential.class::isInstance)
                        .map(VerifiableCredential.class::cast)
                        .toList()
                : List.of();
    }

    private boolean isMet(CredentialDemand demand, List<VerifiableCredential> shown) {
        return shown.stream()
                .filter(credential -> isTrusted(credential, demand.type()))
                .anyMatch(credential -> credential.getCredentialSubject().stream()
                        .anyMatch(subject -> demand.isMetBy(credential.getType(), subject.getClaims())));
    }

    /** An issuer may be trusted for another type of the same credential, which says nothing of this one. */
    private boolean isTrusted(VerifiableCredential credential, String type) {
        return issuers.map(registry -> registry.getSupportedTypes(credential.getIssuer()))
                .filter(types -> types.contains(type) || types.contains(TrustedIssuerRegistry.WILDCARD))
                .isPresent();
    }
}
