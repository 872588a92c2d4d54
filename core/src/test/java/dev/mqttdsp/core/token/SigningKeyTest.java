package dev.mqttdsp.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private final SigningKey key = SigningKey.generate();

    @Test
    void isTheSameAfterItsWayThroughText() {
        SigningKey again = SigningKey.ofJwk(key.toJwk());

        assertThat(again.ecKey()).isEqualTo(key.ecKey());
        assertThat(again.ecKey().getKeyID()).isEqualTo(key.ecKey().getKeyID());
    }

    @Test
    void everyGeneratedKeyIsAnother() {
        assertThat(SigningKey.generate().ecKey().getKeyID())
                .isNotEqualTo(key.ecKey().getKeyID());
    }

    @Test
    void takesItsIdFromTheThumbprintWhateverTheFileSays() throws Exception {
        ECKey named = new ECKey.Builder(key.ecKey()).keyID("mine").build();

        assertThat(SigningKey.ofJwk(named.toJSONString()).ecKey().getKeyID())
                .isEqualTo(key.ecKey().computeThumbprint().toString());
    }

    @Test
    void publishesItsPublicHalfOnly() throws Exception {
        JWKSet published = JWKSet.parse(key.publicJwks());

        assertThat(published.getKeys()).hasSize(1);
        assertThat(published.getKeys().get(0).toJSONObject())
                .containsOnlyKeys("kty", "use", "crv", "kid", "x", "y", "alg")
                .containsEntry("kty", "EC")
                .containsEntry("use", "sig")
                .containsEntry("crv", "P-256")
                .containsEntry("alg", "ES256");
        assertThat(key.publicJwks()).doesNotContain(key.ecKey().getD().toString());
    }

    @Test
    void showsItsIdOnly() {
        assertThat(key).hasToString("SigningKey[kid=" + key.ecKey().getKeyID() + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "{}",
                "[\"hunter2\"]",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"hunter2\",\"y\":\"hunter2\",\"d\":\"hunter2\"}",
                "{\"kty\":\"oct\",\"k\":\"hunter2\"}",
                "-----BEGIN EC PRIVATE KEY-----hunter2"
            })
    void refusesWhatIsNoKeyWithoutRepeatingIt(String json) {
        assertThatThrownBy(() -> SigningKey.ofJwk(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the signing key has to be a JWK with kty EC, crv P-256 and d")
                .hasNoCause();
    }

    @Test
    void refusesAPublicKey() {
        assertThatThrownBy(() -> SigningKey.ofJwk(key.ecKey().toPublicJWK().toJSONString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private key");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        String other = new ECKeyGenerator(Curve.P_384).generate().toJSONString();

        assertThatThrownBy(() -> SigningKey.ofJwk(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P-256");
    }

    @Test
    void refusesHalvesOfTwoKeys() throws Exception {
        Map<String, Object> mixed = key.ecKey().toJSONObject();
        mixed.put("d", SigningKey.generate().ecKey().getD().toString());
        String json = ECKey.parse(mixed).toJSONString();

        assertThatThrownBy(() -> SigningKey.ofJwk(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not match")
                .hasMessageNotContaining(mixed.get("d").toString());
    }
}
