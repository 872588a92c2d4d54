package dev.mqttdsp.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets whose tokens come from an identity provider. */
class IssuedTokenReaderTest {
    private final AddressReader reader = new AddressReader(
            new Brokers(List.of()),
            false,
            new SecretAliases("Oauth2-", Set.of("Oauth2-own")),
            new UrlGuard(new UrlGuard.Rules(true, false, Set.of(), Set.of(8181))));

    /** The address of the asset that ADR 012 prints. */
    private static Map<String, Object> printed() {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("type", "Mqtt");
        address.put("mqttEndpointType", "mqtt-wss");
        address.put("baseUrl", "wss://providercorp.com/internal/broker");
        address.put(
                "oauth2:tokenUrl", "https://keycloak.providercorp/internal/realms/mqtt/protocol/openid-connect/token");
        address.put("oauth2:clientId", "dataspace-user");
        address.put("oauth2:clientSecretKeyAlias", "Oauth2-client-secret");
        address.put("dsp-mqtt:topic", "topic-name");
        return address;
    }

    private static Map<String, Object> printedWith(String name, Object value) {
        Map<String, Object> address = printed();
        address.put(name, value);
        return address;
    }

    @Test
    void theAssetOfTheAdrAsItIsPrinted() {
        MqttAddress address = valid(printed());

        assertThat(address.route()).isEqualTo(Route.DIRECT);
        assertThat(address.credential())
                .isEqualTo(new CredentialSource.IssuedToken(
                        URI.create("https://keycloak.providercorp/internal/realms/mqtt/protocol/openid-connect/token"),
                        "dataspace-user",
                        "Oauth2-client-secret",
                        Optional.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oauth2:%s",
                "https://w3id.org/edc/v0.0.1/ns/oauth2:%s",
                "https://provider.example/oauth2/%s",
                "https://provider.example/oauth2#%s"
            })
    void everySpellingOfThePrefix(String spelling) {
        Map<String, Object> address = new LinkedHashMap<>();
        printed()
                .forEach((name, value) -> address.put(
                        name.startsWith("oauth2:") ? spelling.formatted(name.substring("oauth2:".length())) : name,
                        value));
        address.put(spelling.formatted("audience"), List.of(Map.of("@value", "mqtt")));

        assertThat(((CredentialSource.IssuedToken) valid(address).credential()).audience())
                .contains("mqtt");
    }

    @Test
    void theSecretUnderTheNameOfTheAdrsProse() {
        Map<String, Object> address = printed();
        address.put("oauth2:clientSecretKey", address.remove("oauth2:clientSecretKeyAlias"));

        assertThat(((CredentialSource.IssuedToken) valid(address).credential()).secretAlias())
                .isEqualTo("Oauth2-client-secret");
    }

    @Test
    void theSameSecretUnderBothNames() {
        assertThat(valid(printedWith("oauth2:clientSecretKey", "Oauth2-client-secret")))
                .isNotNull();
        assertThat(onlyProblem(printedWith("oauth2:clientSecretKey", "Oauth2-another")))
                .startsWith("oauth2:clientSecretKeyAlias: found two different aliases");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oauth2:tokenUrl | no url | which is no URL",
                "oauth2:tokenUrl | https://[::ffff:1.2.3.99999999999]/ | which is no URL",
                "oauth2:tokenUrl | ftp://idp.example/token | which is no https URL",
                "oauth2:tokenUrl | http://idp.example/token | which is plain http",
                "oauth2:tokenUrl | https://169.254.169.254/token | which is at an address that nobody may name",
                "oauth2:tokenUrl | https://127.0.0.1:8181/token | which leads to a port of this connector itself",
                "oauth2:clientId | ä | in printable ASCII",
                "oauth2:clientSecretKeyAlias | own-secret | beginning with 'Oauth2-'",
                "oauth2:clientSecretKeyAlias | Oauth2-own | not of one of the connector's own",
                "oauth2:clientSecret | hunter2 | accepted: oauth2:tokenUrl, oauth2:clientId",
                "oauth2:privateKeyName | k | found a property that is not known",
                "mqttAuth | usrpw | found 'usrpw' beside credentials for an identity provider"
            })
    void whatIsWrongIsSaidWithWhatIsAccepted(String name, String value, String said) {
        assertThat(onlyProblem(printedWith(name, value)))
                .startsWith(name + ": found ")
                .contains(said);
    }

    @Test
    void aLoginInTheTokenUrlIsNotRepeated() {
        assertThat(onlyProblem(printedWith("oauth2:tokenUrl", "https://u:hunter2@idp.example/token")))
                .startsWith("oauth2:tokenUrl: found ")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2:tokenUrl", "oauth2:clientId", "oauth2:clientSecretKeyAlias"})
    void eachOfTheThreeIsNeeded(String name) {
        Map<String, Object> address = printed();
        address.remove(name);

        assertThat(onlyProblem(address)).startsWith(name + ": found nothing; accepted: ");
    }

    private MqttAddress valid(Map<String, ?> values) {
        AddressReading reading = reader.read(values);
        assertThat(reading).isInstanceOf(AddressReading.Valid.class);
        return ((AddressReading.Valid) reading).address();
    }

    private String onlyProblem(Map<String, ?> values) {
        List<AddressProblem> problems = ((AddressReading.Invalid) reader.read(values)).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).message();
    }
}
