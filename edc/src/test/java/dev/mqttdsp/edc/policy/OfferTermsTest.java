package dev.mqttdsp.edc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.catalog.spi.policy.CatalogPolicyContext;
import org.eclipse.edc.participant.spi.ParticipantAgent;
import org.eclipse.edc.policy.model.Operator;
import org.eclipse.edc.policy.model.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OfferTermsTest {
    private static final String PARTNER = "did:web:partner.example";
    private static final Permission PERMISSION =
            Permission.Builder.newInstance().build();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static Stream<Arguments> whomOffersAreFor() {
        JsonValue both = Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("@value", "did:web:other.example"))
                .add(Json.createObjectBuilder().add("@value", PARTNER))
                .build();
        return Stream.of(
                Arguments.of(Operator.EQ, PARTNER, true),
                Arguments.of(Operator.EQ, "did:web:other.example", false),
                Arguments.of(Operator.EQ, "did:web:partner.example.evil", false),
                Arguments.of(Operator.EQ, "did:web:PARTNER.example", false),
                Arguments.of(Operator.IN, List.of("did:web:other.example", PARTNER), true),
                Arguments.of(Operator.IS_ANY_OF, both, true),
                Arguments.of(Operator.IS_ANY_OF, List.of(), false),
                Arguments.of(Operator.IS_NONE_OF, both, false),
                Arguments.of(Operator.NEQ, "did:web:other.example", true),
                Arguments.of(Operator.NEQ, List.of(), false),
                Arguments.of(Operator.EQ, 42, false),
                Arguments.of(Operator.GT, PARTNER, false),
                Arguments.of(Operator.HAS_PART, PARTNER, false));
    }

    @ParameterizedTest
    @MethodSource("whomOffersAreFor")
    void anOfferIsForWhomItNames(Operator operator, Object right, boolean holds) {
        CatalogPolicyContext context = context(PARTNER);

        assertThat(new RecipientConstraint<CatalogPolicyContext>().evaluate(operator, right, PERMISSION, context))
                .isEqualTo(holds);
        assertThat(context.getProblems().isEmpty()).isEqualTo(holds);
    }

    @Test
    void whoIsNobodyIsNotMeant() {
        CatalogPolicyContext nobody = context(null);

        assertThat(new RecipientConstraint<CatalogPolicyContext>().evaluate(Operator.EQ, "null", PERMISSION, nobody))
                .isFalse();
        assertThat(new RecipientConstraint<CatalogPolicyContext>().evaluate(Operator.NEQ, PARTNER, PERMISSION, nobody))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "LEQ, 2026-11-23T12:00:00Z, true",
        "LEQ, 2026-11-23T11:59:59Z, false",
        "LT, 2026-11-23T11:59:59Z, false",
        "LT, 2030-01-01T00:00:00Z, true",
        "GEQ, 2020-01-01T00:00:00Z, true",
        "LEQ, contractAgreement+30d, true",
        "LEQ, nonsense, true"
    })
    void anOfferWhoseContractsAreOverIsNotSeen(Operator operator, String right, boolean holds) {
        OfferEndConstraint<CatalogPolicyContext> end = new OfferEndConstraint<>(Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(end.evaluate(operator, right, PERMISSION, context(PARTNER))).isEqualTo(holds);
    }

    private static CatalogPolicyContext context(String identity) {
        return new CatalogPolicyContext(new ParticipantAgent(identity, Map.of(), Map.of()));
    }
}
