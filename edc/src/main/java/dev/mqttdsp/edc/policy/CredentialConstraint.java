package dev.mqttdsp.edc.policy;

import dev.mqttdsp.core.credential.CredentialDemand;
import java.util.List;
import java.util.Objects;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.participant.spi.ParticipantAgentPolicyContext;
import org.eclipse.edc.policy.engine.spi.AtomicConstraintRuleFunction;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;

/**
 * Which credentials a partner has to have shown: {@link CredentialDemand}. Who proves nothing has none.
 *
 * @param <C> where it is judged
 */
final class CredentialConstraint<C extends ParticipantAgentPolicyContext>
        implements AtomicConstraintRuleFunction<Permission, C> {
    /** Where EDC's modules for the Decentralized Claims Protocol put what was verified. */
    private static final String VERIFIED = "vc";

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

    private static boolean isMet(CredentialDemand demand, List<VerifiableCredential> shown) {
        return shown.stream()
                .filter(credential -> Objects.nonNull(credential.getType()))
                .anyMatch(credential -> credential.getCredentialSubject().stream()
                        .anyMatch(subject -> demand.isMetBy(credential.getType(), subject.getClaims())));
    }
}
