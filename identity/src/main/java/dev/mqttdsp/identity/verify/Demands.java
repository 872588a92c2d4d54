package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.credential.CredentialDemand;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.policy.model.AtomicConstraint;
import org.eclipse.edc.policy.model.Constraint;
import org.eclipse.edc.policy.model.LiteralExpression;
import org.eclipse.edc.policy.model.MultiplicityConstraint;
import org.eclipse.edc.policy.model.Policy;

/** Finds in policies which types of credential they demand. */
final class Demands {
    private Demands() {}

    /** The types in a policy. */
    static Set<String> types(Policy policy) {
        return policy.getPermissions().stream()
                .flatMap(permission -> permission.getConstraints().stream())
                .flatMap(Demands::types)
                .collect(Collectors.toSet());
    }

    private static Stream<String> types(Constraint constraint) {
        if (constraint instanceof MultiplicityConstraint several) {
            return several.getConstraints().stream().flatMap(Demands::types);
        }
        return constraint instanceof AtomicConstraint one
                        && one.getLeftExpression() instanceof LiteralExpression left
                        && CredentialDemand.LEFT_OPERAND.equals(left.getValue())
                        && one.getRightExpression() instanceof LiteralExpression right
                ? types(right.getValue())
                : Stream.empty();
    }

    private static Stream<String> types(Object right) {
        if (right instanceof Collection<?> several) {
            return several.stream().flatMap(Demands::types);
        }
        if (right instanceof JsonObject object) {
            return types(object.getOrDefault("@value", object.getOrDefault("@id", JsonValue.NULL)));
        }
        String text = right instanceof JsonString json ? json.getString() : String.valueOf(right);
        try {
            return Stream.of(CredentialDemand.parse(text.strip()).type());
        } catch (IllegalArgumentException e) {
            return Stream.empty(); // what cannot be met is said where the policy is judged
        }
    }
}
