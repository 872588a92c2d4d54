package dev.mqttdsp.edc.policy;

import dev.mqttdsp.core.address.Names;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import org.eclipse.edc.policy.engine.spi.AtomicConstraintRuleFunction;
import org.eclipse.edc.policy.engine.spi.PolicyContext;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;

/**
 * Whether a contract could be in force now: EDC's {@code inForceDate} with an instant, before there is an agreement. What counts
 * from the signature holds, because there is none yet.
 *
 * @param <C> where it is judged
 */
final class OfferEndConstraint<C extends PolicyContext> implements AtomicConstraintRuleFunction<Permission, C> {
    /** The left operand. */
    static final String KEY = Names.EDC + "inForceDate";

    private final Clock clock;

    OfferEndConstraint(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean evaluate(Operator operator, Object right, Permission permission, C context) {
        Instant bound;
        try {
            bound = Instant.parse(String.valueOf(right));
        } catch (DateTimeException e) {
            return true; // it counts from the signature, or EDC says what is wrong with it
        }
        boolean over = clock.instant().isAfter(bound);
        boolean holds = !over || !(operator == Operator.LT || operator == Operator.LEQ);
        if (!holds) {
            context.reportProblem("the offer ended at " + bound);
        }
        return holds;
    }
}
