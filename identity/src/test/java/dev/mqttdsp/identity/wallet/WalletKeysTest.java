package dev.mqttdsp.identity.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.identity.IdentitySettings;
import dev.mqttdsp.identity.PassingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.security.Vault;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalletKeysTest {
    private static final String ALIAS = "participant";

    private final Map<String, String> secrets = new HashMap<>();
    private final PassingClock clock = new PassingClock();

    @TempDir
    private Path directory;

    @Test
    void inTheDataDirectoryThereIsOneKeyAndItStays() {
        String first = signing(keys(Map.of()));

        assertThat(signing(keys(Map.of()))).isEqualTo(first);
        assertThat(keys(Map.of()).areInVault()).isFalse();
    }

    @Test
    void theNextKeySignsWhenPartnersKnowItAndAlsoAfterARestart() throws Exception {
        WalletKeys keys = keys(Map.of());
        String first = signing(keys);

        keys.rotate(false);

        assertThat(keys.ring().shown(clock.instant())).hasSize(2);
        assertThat(signing(keys)).isEqualTo(first);
        clock.pass(Duration.ofMinutes(10));
        assertThat(signing(keys)).isNotEqualTo(first);
        assertThat(signing(keys(Map.of()))).isEqualTo(signing(keys));
        clock.pass(Duration.ofMinutes(20));
        assertThat(shown(keys)).containsExactly(signing(keys));
        assertThat(keys.find(first)).isPresent(); // of a token that is being made
    }

    @Test
    void thereAreNotMoreKeysThanPartnersWillRead() throws Exception {
        WalletKeys keys = keys(Map.of());
        for (int i = 1; i < 10; i++) {
            assertThat(keys.rotate(false)).isTrue();
        }
        List<String> before = shown(keys);

        assertThat(keys.rotate(false)).isFalse();

        assertThat(shown(keys)).hasSize(10).isEqualTo(before);
        clock.pass(Duration.ofMinutes(30));
        assertThat(keys.rotate(false)).isTrue();
    }

    @Test
    void aKeyThatIsLostIsShownNoLonger() throws Exception {
        WalletKeys keys = keys(Map.of());
        String first = signing(keys);

        keys.rotate(true);

        assertThat(shown(keys)).containsExactly(signing(keys)).doesNotContain(first);
    }

    @Test
    void theVaultsFirstKeySignsAndIsLookedAtNowAndThen() throws Exception {
        ECKey one = new ECKeyGenerator(Curve.P_256).generate();
        ECKey two = new ECKeyGenerator(Curve.P_256).generate();
        secrets.put(ALIAS, one.toJSONString());
        WalletKeys keys = keys(Map.of(IdentitySettings.KEY_ALIAS, ALIAS));
        assertThat(shown(keys)).containsExactly(id(one));

        secrets.put(ALIAS, set(one, two));
        keys.refresh();
        assertThat(shown(keys)).containsExactly(id(one)); // not every second
        clock.pass(Duration.ofSeconds(30));
        keys.refresh();
        assertThat(shown(keys)).containsExactly(id(one), id(two));
        assertThat(signing(keys)).isEqualTo(id(one));

        secrets.put(ALIAS, set(two, one));
        clock.pass(Duration.ofSeconds(30));
        keys.refresh();
        assertThat(signing(keys)).isEqualTo(id(two));

        for (String nonsense : new String[] {null, "nonsense", "{\"keys\":[]}"}) {
            secrets.put(ALIAS, nonsense);
            clock.pass(Duration.ofSeconds(30));
            keys.refresh();
            assertThat(signing(keys)).isEqualTo(id(two));
        }
        assertThat(keys.areInVault()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}"})
    void whatIsNoKeyInTheVaultIsNamedAndNotShown(String secret) {
        secrets.put(ALIAS, secret);

        assertThatExceptionOfType(EdcException.class)
                .isThrownBy(() -> keys(Map.of(IdentitySettings.KEY_ALIAS, ALIAS)))
                .withMessageContaining(IdentitySettings.KEY_ALIAS)
                .withMessageContaining("accepted: the alias of a private P-256 JWK, or of a JWK Set of them")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2VjcmV0"));
    }

    private WalletKeys keys(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("edc.participant.id", "did:web:own.example");
        config.put("edc.mqtt.data.dir", directory.toString());
        return new WalletKeys(IdentitySettings.read(ConfigFactory.fromMap(config)), vault(), clock);
    }

    private String signing(WalletKeys keys) {
        return keys.ring().signing(clock.instant()).id();
    }

    private List<String> shown(WalletKeys keys) {
        return keys.ring().shown(clock.instant()).stream().map(SigningKey::id).toList();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    private static String id(ECKey key) throws JOSEException {
        return key.computeThumbprint().toString();
    }

    private Vault vault() {
        return new Vault() {
            @Override
            public String resolveSecret(String key) {
                return secrets.get(key);
            }

            @Override
            public Result<Void> storeSecret(String key, String value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Result<Void> deleteSecret(String key) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
