package dev.mqttdsp.edc.policy;

import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.edc.participant.spi.ParticipantAgentPolicyContext;
import org.eclipse.edc.policy.engine.spi.AtomicConstraintRuleFunction;
import org.eclipse.edc.policy.engine.spi.PolicyContext;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;

/**
 * For whom a permission is: {@code odrl:recipient} (ODRL Vocabulary & Expression 2.2, §4.5.26), by participant id.
 *
 * @param <C> where it is judged
 */
final class RecipientConstraint<C extends ParticipantAgentPolicyContext>
        implements AtomicConstraintRuleFunction<Permission, C> {
    /** The left operand. */
    static final String KEY = "http://www.w3.org/ns/odrl/2/recipient";

    @Override
    public boolean evaluate(Operator operator, Object right, Permission permission, C context) {
        return holds(operator, right, context.participantAgent().getIdentity(), context);
    }

    /** Whether a permission with that constraint is for that partner. */
    static boolean holds(Operator operator, Object right, String partner, PolicyContext context) {
        Set<String> named = RightOperand.texts(right).collect(Collectors.toSet());
        boolean isNamed = partner != null && named.contains(partner);
        boolean holds =
                switch (operator) {
                    case EQ, IN, IS_ANY_OF -> isNamed;
                    case NEQ, IS_NONE_OF -> partner != null && !named.isEmpty() && !isNamed;
                    default -> {
                        context.reportProblem("recipient: found the operator " + operator
                                + "; accepted: eq, neq, in, isAnyOf, isNoneOf");
                        yield false;
                    }
                };
        if (!holds) {
            context.reportProblem("the offer is not for " + partner);
        }
        return holds;
    }
}
