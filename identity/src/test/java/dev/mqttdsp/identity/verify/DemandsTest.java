package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.credential.CredentialDemand;
import jakarta.json.Json;
import java.util.List;
import org.eclipse.edc.policy.model.AtomicConstraint;
import org.eclipse.edc.policy.model.LiteralExpression;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.OrConstraint;
import org.eclipse.edc.policy.model.Permission;
import org.eclipse.edc.policy.model.Policy;
import org.junit.jupiter.api.Test;

class DemandsTest {
    @Test
    void findsTypesWhereverAPolicyDemandsThem() {
        Policy policy = Policy.Builder.newInstance()
                .permission(Permission.Builder.newInstance()
                        .constraint(demand(CredentialDemand.LEFT_OPERAND, "First:level=gold"))
                        .constraint(demand("http://www.w3.org/ns/odrl/2/recipient", "Recipient"))
                        .build())
                .permission(Permission.Builder.newInstance()
                        .constraint(OrConstraint.Builder.newInstance()
                                .constraint(demand(CredentialDemand.LEFT_OPERAND, List.of("Second", "no type")))
                                .constraint(demand(
                                        CredentialDemand.LEFT_OPERAND,
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder().add("@value", "Third"))
                                                .add("Fourth")
                                                .build()))
                                .build())
                        .build())
                .build();

        assertThat(Demands.types(policy)).containsExactlyInAnyOrder("First", "Second", "Third", "Fourth");
        assertThat(Demands.types(Policy.Builder.newInstance().build())).isEmpty();
    }

    private static AtomicConstraint demand(String left, Object right) {
        return AtomicConstraint.Builder.newInstance()
                .leftExpression(new LiteralExpression(left))
                .operator(Operator.EQ)
                .rightExpression(new LiteralExpression(right))
                .build();
    }
}
