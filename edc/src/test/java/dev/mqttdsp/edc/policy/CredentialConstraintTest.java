package dev.mqttdsp.edc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.catalog.spi.policy.CatalogPolicyContext;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.Issuer;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.json.JacksonTypeManager;
import org.eclipse.edc.participant.spi.ParticipantAgent;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialConstraintTest {
    private static final String PARTNER = "did:web:partner.example";
    private static final Permission PERMISSION =
            Permission.Builder.newInstance().build();
    private static final ObjectMapper JSON = new JacksonTypeManager().getMapper();

    static Stream<Arguments> demands() {
        return Stream.of(
                Arguments.of(Operator.EQ, "AuditCredential", true),
                Arguments.of(Operator.EQ, " AuditCredential:level=gold ", true),
                Arguments.of(Operator.EQ, "AuditCredential:level=silver", false),
                Arguments.of(Operator.EQ, "MembershipCredential:level=gold", false), // another credential says so
                Arguments.of(Operator.EQ, "OtherCredential", false),
                Arguments.of(Operator.EQ, List.of("AuditCredential", "MembershipCredential"), true),
                Arguments.of(Operator.IS_ALL_OF, List.of("AuditCredential", "OtherCredential"), false),
                Arguments.of(Operator.IS_ANY_OF, List.of("AuditCredential", "OtherCredential"), true),
                Arguments.of(
                        Operator.IN,
                        Json.createArrayBuilder(List.of("OtherCredential", "Third"))
                                .build(),
                        false),
                Arguments.of(Operator.EQ, List.of(), false),
                Arguments.of(Operator.EQ, 42, false),
                Arguments.of(Operator.EQ, "no type", false),
                Arguments.of(Operator.NEQ, "OtherCredential", false),
                Arguments.of(Operator.IS_NONE_OF, "OtherCredential", false));
    }

    @ParameterizedTest
    @MethodSource("demands")
    void aPartnerHasWhatItHasShown(Operator operator, Object right, boolean holds) throws Exception {
        CatalogPolicyContext context = context(Map.of(
                "vc",
                List.of(
                        credential("AuditCredential", "\"level\": \"gold\""),
                        credential("MembershipCredential", "\"memberOf\": \"test\""))));

        assertThat(constraint("*").evaluate(operator, right, PERMISSION, context))
                .isEqualTo(holds);
        assertThat(context.getProblems().isEmpty()).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EQ", "IS_ALL_OF", "IN", "IS_ANY_OF"})
    void whoProvesNothingHasNone(Operator operator) {
        for (Map<String, Object> claims :
                List.<Map<String, Object>>of(Map.of(), Map.of("vc", "AuditCredential"), Map.of("vc", List.of("x")))) {
            assertThat(constraint("*").evaluate(operator, "AuditCredential", PERMISSION, context(claims)))
                    .isFalse();
        }
    }

    @Test
    void whatCannotBeReadIsNamed() {
        CatalogPolicyContext context = context(Map.of());

        assertThat(constraint("*").evaluate(Operator.EQ, "Audit:", PERMISSION, context))
                .isFalse();
        assertThat(context.getProblems()).singleElement().asString().contains("found 'Audit:'", "accepted: TYPE");
    }

    @Test
    void anIssuerThatIsTrustedForAnotherTypeSaysNothingOfThisOne() throws Exception {
        CatalogPolicyContext context = context(
                Map.of("vc", List.of(credential("MembershipCredential\", \"AuditCredential", "\"level\": \"gold\""))));

        assertThat(constraint("MembershipCredential").evaluate(Operator.EQ, "AuditCredential", PERMISSION, context))
                .isFalse();
        assertThat(constraint("AuditCredential").evaluate(Operator.EQ, "AuditCredential", PERMISSION, context))
                .isTrue();
        assertThat(new CredentialConstraint<CatalogPolicyContext>(Optional.empty())
                        .evaluate(Operator.EQ, "AuditCredential", PERMISSION, context))
                .isFalse();
    }

    private static CredentialConstraint<CatalogPolicyContext> constraint(String supported) {
        return new CredentialConstraint<>(Optional.of(new TrustedIssuerRegistry() {
            @Override
            public void register(Issuer issuer, String type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Set<String> getSupportedTypes(Issuer issuer) {
                return issuer.id().equals("did:web:authority.example") ? Set.of(supported) : Set.of();
            }
        }));
    }

    private static CatalogPolicyContext context(Map<String, Object> claims) {
        return new CatalogPolicyContext(new ParticipantAgent(PARTNER, claims, Map.of()));
    }

    private static VerifiableCredential credential(String type, String claim) throws Exception {
        return JSON.readValue("""
                {
                  "id": "1",
                  "type": ["VerifiableCredential", "%s"],
                  "issuer": {"id": "did:web:authority.example"},
                  "issuanceDate": "2026-01-01T00:00:00Z",
                  "credentialSubject": [{"id": "did:web:partner.example", %s}]
                }
                """.formatted(type, claim), VerifiableCredential.class);
    }
}
