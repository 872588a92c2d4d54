package dev.mqttdsp.edc.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.policy.model.Action;
import org.eclipse.edc.policy.model.AndConstraint;
import org.eclipse.edc.policy.model.AtomicConstraint;
import org.eclipse.edc.policy.model.Constraint;
import org.eclipse.edc.policy.model.LiteralExpression;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.OrConstraint;
import org.eclipse.edc.policy.model.Permission;
import org.eclipse.edc.policy.model.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractEndTest {
    private static final Instant SIGNED = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void aContractWithoutATimeHasNoEnd() {
        assertThat(endOf()).isEqualTo(Instant.MAX);
        assertThat(endOf(inForce(Operator.GEQ, "2020-01-01T00:00:00Z"))).isEqualTo(Instant.MAX);
        assertThat(endOf(constraint("https://w3id.org/edc/v0.0.1/ns/region", Operator.LEQ, "2020-01-01T00:00:00Z")))
                .isEqualTo(Instant.MAX);
    }

    @ParameterizedTest
    @CsvSource({
        "2031-05-06T07:08:09Z, 2031-05-06T07:08:09Z",
        "contractAgreement+30d, 2030-01-31T00:00:00Z",
        "contractagreement+12h, 2030-01-01T12:00:00Z",
        "contractAgreement+5m, 2030-01-01T00:05:00Z",
        "contractAgreement+90s, 2030-01-01T00:01:30Z",
        "contractAgreement+-1d, 2029-12-31T00:00:00Z"
    })
    void anInstantAndATimeAfterTheSignatureAreRead(String text, Instant end) {
        assertThat(endOf(inForce(Operator.LEQ, text))).isEqualTo(end);
    }

    @Test
    void theEarliestOfSeveralBoundsCounts() {
        assertThat(endOf(
                        inForce(Operator.GEQ, "2030-01-01T00:00:00Z"),
                        inForce(Operator.LT, "2030-03-01T00:00:00Z"),
                        AndConstraint.Builder.newInstance()
                                .constraint(inForce(Operator.LEQ, "contractAgreement+30d"))
                                .build()))
                .isEqualTo(Instant.parse("2030-01-31T00:00:00Z"));
    }

    @Test
    void aBoundThatIsOneOfSeveralChoicesBoundsNothing() {
        assertThat(endOf(OrConstraint.Builder.newInstance()
                        .constraint(inForce(Operator.LEQ, "contractAgreement+30d"))
                        .build()))
                .isEqualTo(Instant.MAX);
    }

    @ParameterizedTest
    @CsvSource({"tomorrow", "contractAgreement+30", "contractAgreement+1y", "contractAgreement+999999999999d"})
    void aBoundThatCannotBeReadIsNoUnboundedContract(String text) {
        assertThatThrownBy(() -> endOf(inForce(Operator.LEQ, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inForceDate: found '" + text + "'");
    }

    private static Instant endOf(Constraint... constraints) {
        Permission permission = Permission.Builder.newInstance()
                .action(Action.Builder.newInstance().type("use").build())
                .constraints(List.of(constraints))
                .build();
        return ContractEnd.of(ContractAgreement.Builder.newInstance()
                .providerId("provider")
                .consumerId("consumer")
                .assetId("asset")
                .contractSigningDate(SIGNED.getEpochSecond())
                .policy(Policy.Builder.newInstance().permission(permission).build())
                .build());
    }

    private static Constraint inForce(Operator operator, String right) {
        return constraint("https://w3id.org/edc/v0.0.1/ns/inForceDate", operator, right);
    }

    private static Constraint constraint(String left, Operator operator, String right) {
        return AtomicConstraint.Builder.newInstance()
                .leftExpression(new LiteralExpression(left))
                .operator(operator)
                .rightExpression(new LiteralExpression(right))
                .build();
    }
}
