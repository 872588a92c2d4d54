package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.client.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a consumer of this project reads in its own connector. */
@ExtendWith(SharedDataspace.class)
class DataAddressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Dataspace dataspace;

    DataAddressTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void hasTypeTransportUrlTokenAndTopicUnderTheNamesOfTheAdr() {
        Access access = dataspace.access("mqtt-wss", "address/+/temperature");

        JsonNode address = Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");

        String url = "wss://localhost:" + dataspace.wssPort() + "/mqtt";
        assertThat(address.path("type").asText()).isEqualTo("Mqtt");
        assertThat(address.path("mqttEndpointType").asText()).isEqualTo("mqtt-wss");
        assertThat(address.path("flowType").asText()).isEqualTo("PULL");
        assertThat(address.path("endpoint").asText()).isEqualTo(url);
        assertThat(address.path("dsp-mqtt:baseUrl").asText()).isEqualTo(url);
        assertThat(address.path("dsp-mqtt:mqttEndpointType").asText()).isEqualTo("mqtt-wss");
        assertThat(address.path("dsp-mqtt:topic").asText()).isEqualTo("address/+/temperature");
        assertThat(address.path("dsp-mqtt:authorization").asText()).isNotEmpty();
        assertThat(address.path("authType").asText()).isEqualTo("bearer");
    }

    @Test
    void hasTheMeansToRefreshUnderTheNamesOfEveryReader() {
        Access access = dataspace.access("mqtt-wss", "address/refresh");

        JsonNode address = Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");

        String token = address.path("dsp-mqtt:refreshToken").asText();
        assertThat(token).isNotEmpty();
        for (String prefix : List.of("dsp-mqtt:", "https://w3id.org/tractusx/auth/", "")) {
            assertThat(address.path(prefix + "refreshToken").asText()).isEqualTo(token);
            assertThat(address.path(prefix + "refreshEndpoint").asText())
                    .isEqualTo("https://localhost:" + dataspace.wssPort() + "/token");
            assertThat(address.path(prefix + "refreshAudience").asText()).isEqualTo("provider");
            assertThat(address.path(prefix + "expiresIn").asText()).isEqualTo("300");
        }
    }

    @Test
    void ofAnOfferWithPasswordsHasUserAndPasswordAndNoToken() {
        Access access = dataspace.accessTo(dataspace.offerWithPassword("mqtt-wss", "address/password"));

        JsonNode address = Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");

        assertThat(address.path("dsp-mqtt:user").asText())
                .isNotEmpty()
                .isEqualTo(address.path("dsp-mqtt:username").asText());
        assertThat(address.path("dsp-mqtt:password").asText()).isEqualTo(access.token());
        assertThat(address.fieldNames())
                .toIterable()
                .noneMatch(name -> name.contains("authorization") || name.contains("refresh"));
    }

    @Test
    void theTokenBelongsToThisOneContract() throws Exception {
        Access access = dataspace.access("mqtt-wss", "address/claims");

        SignedJWT token = SignedJWT.parse(access.token());

        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(claims.getIssuer()).isEqualTo("provider");
        assertThat(claims.getAudience()).containsExactly("provider");
        assertThat(claims.getSubject()).isEqualTo("consumer");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("consumer");
        assertThat(claims.getStringClaim("flow_id")).isEqualTo(access.flowId());
        assertThat(claims.getStringClaim("asset_id")).isEqualTo(access.asset());
        assertThat(claims.getStringClaim("agreement_id")).isNotEmpty();
        assertThat(claims.getListClaim("acl"))
                .containsExactly(
                        Map.of("permission", "allow", "action", "subscribe", "topic", "address/claims"),
                        Map.of("permission", "deny", "action", "all", "topic", "#"));
    }

    @Test
    void anotherTransferTypeThanMqttPullGetsNothing() {
        Access access = dataspace.access("mqtt-tls", "address/other-type");
        Management consumer = Management.of(dataspace.consumer());

        String transfer = consumer.post("/v3/transferprocesses", """
                        {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@type": "TransferRequest",
                         "counterPartyAddress": "%s/2025-1", "protocol": "dataspace-protocol-http:2025-1",
                         "contractId": "%s", "transferType": "HttpData-PULL"}""".formatted(
                                dataspace.provider().protocol(), access.agreement()))
                .path("@id")
                .asText();

        await().atMost(PATIENCE).until(() -> dataspace.consumer().management().transfer(transfer), Transfer::hasEnded);
        var answer = consumer.send("GET", "/v3/edrs/" + transfer + "/dataaddress", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("TERMINATED").doesNotContain("authorization");
    }
}
