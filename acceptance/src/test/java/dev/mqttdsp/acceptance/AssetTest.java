package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.client.CatalogEntry;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets as their authors write them at the Management API. */
@ExtendWith(SharedDataspace.class)
class AssetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";

    /** A secret where none belongs: nobody may repeat it. */
    private static final String IN_CLEAR = "in-clear-4711-please";

    private final Dataspace dataspace;
    private final Management provider;

    AssetTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.provider = Management.of(dataspace.provider());
        SeenSecrets.add(IN_CLEAR);
    }

    @Test
    void theAdrsSampleIsAcceptedAsPrintedAndIsOfferedAsMqttPullAndNothingElse() {
        HttpResponse<String> response = provider.send("POST", "/v3/assets", """
                {
                  "@type": "Asset",
                  "@id": "mqtt-asset",
                  "dataAddress": {
                    "@type": "DataAddress",
                    "type": "Mqtt",
                    "mqttEndpointType": "mqtt-wss",
                    "baseUrl": "wss://providercorp.com/internal/broker",
                    "oauth2:tokenUrl": "https://keycloak.providercorp/internal/realms/mqtt/protocol/openid-connect/token",
                    "oauth2:clientId": "dataspace-user",
                    "oauth2:clientSecretKeyAlias": "Oauth2-client-secret",
                    "dsp-mqtt:topic": "topic-name"
                  }
                }""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        provider.offerToEverybody("mqtt-asset");
        Optional<CatalogEntry> entry = dataspace
                .consumer()
                .management()
                .catalog(dataspace.provider().protocol(), Optional.empty())
                .find("mqtt-asset");
        assertThat(entry).get().satisfies(found -> assertThat(found.formats()).containsExactly("Mqtt-PULL"));
    }

    /** The third endpoint type needs the operator's consent: {@link DirectRouteTest}. */
    static Stream<ObjectNode> acceptedAddresses() {
        return Stream.of(
                gateway(),
                gateway().put("mqttEndpointType", "mqtt-tls"),
                gateway().put("mqttEndpointType", "mqtt-wss-oauth2"),
                identityProvider().put("oauth2:clientSecretKeyAlias", "idp-secret"),
                identityProvider().put("oauth2:clientSecretKey", "idp-secret"),
                brokersLogin(),
                address()
                        .put("baseUrl", "mqtt://127.0.0.1:1")
                        .put("mqttEndpointType", "mqtt-tls")
                        .put("topic", "a/b"),
                address()
                        .put("dsp-mqtt:baseUrl", "mqtt://127.0.0.1:1")
                        .put("dsp-mqtt:mqttEndpointType", "mqtt-tls")
                        .put("dsp-mqtt:topic", "a/b"),
                address()
                        .put(MQTT + "baseUrl", "mqtt://127.0.0.1:1")
                        .put(EDC + "mqttEndpointType", "mqtt-tls")
                        .put(MQTT + "topic", "a/b"));
    }

    @ParameterizedTest
    @MethodSource("acceptedAddresses")
    void everySpellingIsAccepted(ObjectNode address) {
        HttpResponse<String> response = create(UUID.randomUUID().toString(), address);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    static Stream<Arguments> refusedAddresses() {
        return Stream.of(
                refused(gateway().put("mqttEndpointType", "mqtt-quic"), "mqttEndpointType", "'mqtt-quic'", "mqtt-wss"),
                refused(without(gateway(), "mqttEndpointType"), "mqttEndpointType", "nothing", "mqtt-wss"),
                refused(
                        brokersLogin().put("mqttEndpointType", "mqtt-tls"),
                        "baseUrl",
                        "'wss://broker.example/mqtt'",
                        "a URL with the scheme mqtts"),
                refused(without(gateway(), "baseUrl"), "baseUrl", "nothing", "mqtts"),
                refused(without(brokersLogin(), "baseUrl"), "baseUrl", "nothing", "wss://"),
                refused(
                        brokersLogin().<ObjectNode>setAll(issued()),
                        "oauth2:clientId",
                        "credentials for an identity provider beside a login of the broker's",
                        "one of the two"),
                refused(
                        issued().put("mqttRoute", "gateway"),
                        "oauth2:tokenUrl",
                        "a credential on the gateway route",
                        "mqttRoute direct"),
                refused(
                        brokersLogin().put("mqttRoute", "gateway"),
                        "passwordAlias",
                        "a credential on the gateway route",
                        "edc.mqtt.broker.<name>"),
                refused(issued().put("oauth2:tokenUrl", "https://no url"), "oauth2:tokenUrl", "no URL", "https"),
                refused(
                        issued().put("oauth2:tokenUrl", "http://idp.example/token"),
                        "oauth2:tokenUrl",
                        "'http://idp.example/token'",
                        "the https URL"),
                refused(
                        issued().put("oauth2:tokenUrl", "https://169.254.169.254/token"),
                        "oauth2:tokenUrl",
                        "'https://169.254.169.254/token'",
                        "the https URL"),
                refused(gateway().put("dsp-mqtt:topic", "a/#/b"), "dsp-mqtt:topic", "'a/#/b'", "one topic filter"),
                refused(gateway().put("dsp-mqtt:topic", "$share/g/a"), "dsp-mqtt:topic", "'$share/g/a'", "filter"),
                refused(gateway().put("dsp-mqtt:topic", "$SYS/#"), "dsp-mqtt:topic", "'$SYS/#'", "filter"),
                refused(
                        without(gateway(), "dsp-mqtt:topic"),
                        "dsp-mqtt:topic",
                        "nothing",
                        "edc.mqtt.broker.<name>.unrestricted=true"),
                refused(
                        brokersLogin()
                                .put("baseUrl", "mqtt://broker.example")
                                .put("mqttEndpointType", "mqtt-tcp-basic"),
                        "mqttEndpointType",
                        "'mqtt-tcp-basic'",
                        "edc.mqtt.allow.insecure=true"),
                refused(without(brokersLogin(), "passwordAlias"), "passwordAlias", "nothing", "the alias of a secret"),
                refused(
                        brokersLogin().put("password", IN_CLEAR),
                        "password",
                        "a password in clear",
                        "passwordAlias, which names a secret of the vault"),
                refused(
                        gateway().put("baseUrl", "mqtt://me:" + IN_CLEAR + "@h"),
                        "baseUrl",
                        "mqtt://***",
                        "without a login"),
                refused(
                        brokersLogin().put("passwordAlias", "plant-password"),
                        "passwordAlias",
                        "'plant-password'",
                        "not of one of the connector's own"));
    }

    @ParameterizedTest(name = "{1}: found {2}; accepted: {3}")
    @MethodSource("refusedAddresses")
    void whatCannotBeOfferedIsRefusedWithTheReasonAndLeavesNothingBehind(
            ObjectNode address, String property, String found, String accepted) throws JsonProcessingException {
        String id = UUID.randomUUID().toString();

        HttpResponse<String> response = create(id, address);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(response.body()))
                .extracting(error -> error.path("message").asText())
                .anySatisfy(message -> assertThat(message)
                        .startsWith(property + ": found ")
                        .contains(found)
                        .containsSubsequence("; accepted: ", accepted));
        assertThat(provider.send("GET", "/v3/assets/" + id, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsp-mqtt:unit", "dcat:theme", "plant:line"})
    void aPrefixThatIsNotDeclaredIsUnderstoodOrRefusedInJson(String name) throws JsonProcessingException {
        for (ObjectNode address :
                List.of(gateway(), address().put("type", "HttpData").put("baseUrl", "http://127.0.0.1:1/"))) {
            ObjectNode asset = asset(UUID.randomUUID().toString(), address);
            asset.putObject("properties").put(name, "x");
            asset.putObject("@context").put("@vocab", EDC);

            HttpResponse<String> response = provider.send("POST", "/v3/assets", asset.toString());

            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            if (response.statusCode() != 200) {
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(JSON.readTree(response.body())
                                .path(0)
                                .path("message")
                                .asText())
                        .contains(name);
            }
        }
    }

    private static Arguments refused(ObjectNode address, String property, String found, String accepted) {
        return Arguments.of(address, property, found, accepted);
    }

    private HttpResponse<String> create(String id, ObjectNode address) {
        return provider.send("POST", "/v3/assets", asset(id, address).toString());
    }

    private static ObjectNode asset(String id, ObjectNode address) {
        return JSON.createObjectNode().put("@id", id).set("dataAddress", address);
    }

    private static ObjectNode address() {
        return JSON.createObjectNode().put("type", "Mqtt");
    }

    private static ObjectNode gateway() {
        return address()
                .put("mqttEndpointType", "mqtt-wss")
                .put("baseUrl", "mqtt://127.0.0.1:1")
                .put("dsp-mqtt:topic", "a/b");
    }

    private static ObjectNode brokersLogin() {
        return gateway()
                .put("baseUrl", "wss://broker.example/mqtt")
                .put("user", "me")
                .put("passwordAlias", "broker-password");
    }

    private static ObjectNode identityProvider() {
        return gateway()
                .put("baseUrl", "wss://broker.example/mqtt")
                .put("oauth2:tokenUrl", "https://idp.example/token")
                .put("oauth2:clientId", "me");
    }

    private static ObjectNode issued() {
        return identityProvider().put("oauth2:clientSecretKeyAlias", "idp-secret");
    }

    private static ObjectNode without(ObjectNode address, String property) {
        address.remove(property);
        return address;
    }
}
