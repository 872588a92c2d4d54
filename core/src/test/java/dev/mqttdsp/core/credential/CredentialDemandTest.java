package dev.mqttdsp.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialDemandTest {
    private static final List<String> TYPES = List.of("VerifiableCredential", "AuditCredential");
    private static final Map<String, Object> SUBJECT = Map.of(
            "level",
            "gold",
            "year",
            2026,
            "passed",
            true,
            "sites",
            List.of("Ulm", "Graz"),
            "address",
            Map.of("country", "AT", "street.name", "Ring"),
            "https://audit.example/grade",
            "a=b:c");

    @ParameterizedTest
    @CsvSource({
        "AuditCredential, true",
        "AuditCredential:level=gold, true",
        "AuditCredential:level=silver, false",
        "AuditCredential:level=Gold, false",
        "AuditCredential:year=2026, true",
        "AuditCredential:passed=true, true",
        "AuditCredential:sites=Graz, true",
        "AuditCredential:sites=Wien, false",
        "AuditCredential:address.country=AT, true",
        "AuditCredential:address.street.name=Ring, true",
        "AuditCredential:address={country=AT}, false",
        "AuditCredential:https://audit.example/grade=a=b:c, true",
        "AuditCredential:nothing=gold, false",
        "OtherCredential, false",
        "OtherCredential:level=gold, false"
    })
    void isMetByWhatTheSubjectSays(String text, boolean met) {
        CredentialDemand demand = CredentialDemand.parse(text);

        assertThat(demand.isMetBy(TYPES, SUBJECT)).isEqualTo(met);
        assertThat(demand).hasToString(text);
    }

    @Test
    void whoSaysNothingMeetsNoClaim() {
        assertThat(CredentialDemand.parse("AuditCredential:level=null").isMetBy(TYPES, Map.of()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1Type", "Type:", "Type:claim", "Type:claim=", "Type:=value", "A B", "Type:a=b\nc"})
    void anythingElseIsRefusedAndNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialDemand.parse(text))
                .withMessageContaining("found '" + text + "'")
                .withMessageContaining("accepted");
    }
}
