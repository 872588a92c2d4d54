package dev.mqttdsp.edc.flow;

import dev.mqttdsp.core.address.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.policy.model.AndConstraint;
import org.eclipse.edc.policy.model.AtomicConstraint;
import org.eclipse.edc.policy.model.Constraint;
import org.eclipse.edc.policy.model.LiteralExpression;
import org.eclipse.edc.policy.model.Operator;

/**
 * When a contract ends, as its agreement says it: EDC's {@code inForceDate} with an instant, or with a time after the
 * signature such as {@code contractAgreement+30d}.
 *
 * <p>Every permission and every constraint of it has to hold, so the earliest bound counts. Constraints inside "or" and
 * "xor" bound nothing by themselves; EDC's policy monitor evaluates those.
 */
final class ContractEnd {
    private static final String LEFT = "inForceDate";
    private static final Set<Operator> UPPER_BOUNDS = Set.of(Operator.LT, Operator.LEQ, Operator.EQ);
    private static final Pattern AFTER_SIGNATURE = Pattern.compile("contract[Aa]greement\\+(-?[0-9]{1,12})([smhd])");

    private ContractEnd() {}

    /**
     * The contract's last instant; {@link Instant#MAX} where it has none.
     *
     * @throws IllegalArgumentException when a bound cannot be read
     */
    static Instant of(ContractAgreement agreement) {
        Instant signed = Instant.ofEpochSecond(agreement.getContractSigningDate());
        return agreement.getPolicy().getPermissions().stream()
                .flatMap(permission -> permission.getConstraints().stream())
                .flatMap(ContractEnd::conjuncts)
                .filter(ContractEnd::boundsTime)
                .map(constraint -> instant(constraint.getRightExpression(), signed))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Stream<AtomicConstraint> conjuncts(Constraint constraint) {
        if (constraint instanceof AtomicConstraint atomic) {
            return Stream.of(atomic);
        }
        if (constraint instanceof AndConstraint and) {
            return and.getConstraints().stream().flatMap(ContractEnd::conjuncts);
        }
        return Stream.empty();
    }

    private static boolean boundsTime(AtomicConstraint constraint) {
        return UPPER_BOUNDS.contains(constraint.getOperator())
                && constraint.getLeftExpression() instanceof LiteralExpression left
                && (left.getValue().equals(Names.EDC + LEFT)
                        || left.getValue().equals("edc:" + LEFT)
                        || left.getValue().equals(LEFT));
    }

    private static Instant instant(Object right, Instant signed) {
        String text = right instanceof LiteralExpression literal ? String.valueOf(literal.getValue()) : "an expression";
        try {
            Matcher after = AFTER_SIGNATURE.matcher(text);
            return after.matches()
                    ? signed.plus(Duration.of(Long.parseLong(after.group(1)), unit(after.group(2))))
                    : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    LEFT + ": found '" + text
                            + "'; accepted: an instant such as 2030-01-01T00:00:00Z, or a time such as contractAgreement+30d",
                    e);
        }
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }
}
