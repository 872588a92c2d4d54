package dev.mqttdsp.core.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidWebTest {
    @ParameterizedTest
    @CsvSource({
        "did:web:partner.example, https://partner.example/.well-known/did.json",
        "did:web:partner.example%3A8383, https://partner.example:8383/.well-known/did.json",
        "did:web:partner.example%3a8383, https://partner.example:8383/.well-known/did.json",
        "did:web:Partner.Example, https://partner.example/.well-known/did.json",
        "did:web:partner.example:plants:line-1, https://partner.example/plants/line-1/did.json",
        "did:web:localhost%3A8383:a_b.c~d, https://localhost:8383/a_b.c~d/did.json",
        "did:web:partner.example:caf%C3%A9, https://partner.example/caf%C3%A9/did.json",
        "did:web:10.example, https://10.example/.well-known/did.json"
    })
    void theDocumentIsWhereTheMethodSaysSo(String did, URI document) {
        assertThat(new DidWeb(did).document("https")).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "provider",
                "did:web:",
                "did:key:z6Mk",
                "DID:web:partner.example",
                "did:web:partner.example#key",
                "did:web:partner.example/plant",
                "did:web:partner.example?x",
                "did:web:user@partner.example",
                "did:web:partner.example:8383:..",
                "did:web:partner.example:.",
                "did:web:partner.example:a%2Fb",
                "did:web:partner.example:%2e%2e",
                "did:web:partner.example::a",
                "did:web:partner.example:",
                "did:web:partner.example%3A0",
                "did:web:partner.example%3A65536",
                "did:web:partner.example%3A8383x",
                "did:web:127.0.0.1",
                "did:web:10.0.0.1%3A80",
                "did:web:2130706433",
                "did:web:[::1]",
                "did:web:-partner.example",
                "did:web:partner..example",
                "did:web:partner.example\n"
            })
    void whatIsNoneIsRefusedWithWhatIsAccepted(String text) {
        assertThat(DidWeb.isDidWeb(text)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DidWeb(text))
                .withMessageContaining("found '" + text)
                .withMessageContaining("did:web:HOST%3APORT");
    }

    @Test
    void oneOfAnyLengthIsJudgedAtOnce() {
        assertThat(DidWeb.isDidWeb("did:web:" + "a.".repeat(1_000_000))).isFalse();
        assertThat(DidWeb.isDidWeb("did:web:" + "a.".repeat(1_000) + "a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://partner.example, did:web:partner.example",
        "https://partner.example/, did:web:partner.example",
        "https://partner.example:8383/plants/line-1/, did:web:partner.example%3A8383:plants:line-1"
    })
    void aUrlHasADid(URI base, String did) {
        assertThat(DidWeb.at(base).id()).isEqualTo(did);
        assertThat(DidWeb.at(base).base("https").toString() + "/").startsWith(base.toString());
    }
}
