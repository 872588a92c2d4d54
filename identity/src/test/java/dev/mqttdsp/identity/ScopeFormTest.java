package dev.mqttdsp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.eclipse.dspace.dcp.vc.type:MembershipCredential",
                "org.eclipse.dspace.dcp.vc.type:MembershipCredential:read",
                "org.eclipse.edc.vc.type:MembershipCredential:*",
                "org.eclipse.tractusx.vc.type:MembershipCredential:read"
            })
    void whatTheFieldUsesStandsForAType(String scope) {
        assertThat(ScopeForm.type(scope)).contains("MembershipCredential");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MembershipCredential",
                "org.eclipse.dspace.dcp.vc.type:",
                "org.eclipse.dspace.dcp.vc.type:Membership Credential",
                "org.eclipse.dspace.dcp.vc.type:*",
                "org.eclipse.dspace.dcp.vc.id:MembershipCredential",
                "org.eclipse.dspace.dcp.vc.type:MembershipCredential:write",
                "orgxeclipse.dspace.dcp.vc.type:MembershipCredential"
            })
    void nothingElseDoes(String scope) {
        assertThat(ScopeForm.type(scope)).isEmpty();
    }

    @Test
    void aTypeThatAScopeCannotNameHasNone() {
        assertThat(ScopeForm.of("MembershipCredential"))
                .contains("org.eclipse.dspace.dcp.vc.type:MembershipCredential:read");
        assertThat(ScopeForm.of("org.eclipse.edc.vc.type", "MembershipCredential"))
                .contains("org.eclipse.edc.vc.type:MembershipCredential:read");
        for (String type : List.of("gx:LegalParticipant", "https://types.example/Audit", "A B", "")) {
            assertThat(ScopeForm.of(type)).isEmpty();
        }
    }
}
