package dev.mqttdsp.identity.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsSettingsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            StsSettings.TOKEN_URL, "https://wallet.example/api/sts/token",
            StsSettings.CLIENT_ID, "did:web:wallet.example:plant",
            StsSettings.SECRET_ALIAS, OneSecret.ALIAS);

    @Test
    void theyAreEdcsOwnKeys() {
        StsSettings settings = read(COMPLETE);

        assertThat(settings.tokenUrl()).hasToString("https://wallet.example/api/sts/token");
        assertThat(settings.clientId()).isEqualTo("did:web:wallet.example:plant");
        assertThat(settings.secretAlias()).isEqualTo(OneSecret.ALIAS);
    }

    @ParameterizedTest
    @ValueSource(strings = {StsSettings.TOKEN_URL, StsSettings.CLIENT_ID, StsSettings.SECRET_ALIAS})
    void whichOneIsMissingIsSaid(String key) {
        refused(with(key, " "), key + ": found nothing", "accepted: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://wallet.example/token",
                "https://10.0.0.1:9292/api/sts/token?tenant=a",
                "http://localhost:9292/api/sts/token",
                "http://127.0.0.1/token",
                "http://[::1]:9292/token"
            })
    void theUrlIsHttpsOrOnLoopback(String url) {
        assertThat(read(with(StsSettings.TOKEN_URL, url)).tokenUrl()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://wallet.example/token",
                "http://10.0.0.1/token",
                "ftp://wallet.example/token",
                "wallet.example",
                "https://wallet.example/token#part",
                "https:///token",
                "not a URL"
            })
    void anotherUrlIsRefused(String url) {
        refused(
                with(StsSettings.TOKEN_URL, url),
                StsSettings.TOKEN_URL + ": found '" + url + "'",
                "accepted: an https URL, or an http URL on loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:hush@wallet.example/token", "https://me:hush@wallet.example/a token"})
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        assertThatExceptionOfType(EdcException.class)
                .isThrownBy(() -> read(with(StsSettings.TOKEN_URL, url)))
                .withMessageContaining(StsSettings.TOKEN_URL)
                .withMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edc.mqtt.identity.key.alias", "edc.mqtt.identity.url", "edc.mqtt.identity.bind"})
    void whatOnlyAWalletInsideCouldUseIsRefused(String key) {
        refused(with(key, "something"), key + ": found 'something' together with " + StsSettings.TOKEN_URL);
    }

    @Test
    void theSecretIsTheOneOfTheVaultAtThatMoment() {
        OneSecret vault = new OneSecret();

        assertThat(read(COMPLETE).secret(vault).getFailureDetail())
                .contains(StsSettings.SECRET_ALIAS + ": found '" + OneSecret.ALIAS + "'")
                .contains("the vault has nothing")
                .contains("accepted: ");
        assertThat(read(COMPLETE).secret(vault.is("hush")).getContent()).isEqualTo("hush");
        assertThat(read(COMPLETE).secret(vault.is(" ")).failed()).isTrue();
    }

    @Test
    void theUrlIsShownWithoutWhatMayBeSecretInIt() {
        assertThat(read(with(StsSettings.TOKEN_URL, "https://wallet.example:1/token?key=hush"))
                        .shownUrl())
                .isEqualTo("https://wallet.example:1/token");
    }

    private static void refused(Map<String, String> settings, String... said) {
        assertThatExceptionOfType(EdcException.class)
                .isThrownBy(() -> read(settings))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put(key, value);
        return settings;
    }

    private static StsSettings read(Map<String, String> settings) {
        return StsSettings.read(ConfigFactory.fromMap(settings));
    }
}
