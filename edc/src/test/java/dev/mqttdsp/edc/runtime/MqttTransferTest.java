package dev.mqttdsp.edc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.Set;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two EDC runtimes that talk DSP with each other. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedDataspace.class)
class MqttTransferTest {
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String ANYBODY = "{\"@context\": \"http://www.w3.org/ns/odrl.jsonld\", \"@type\": \"Set\"}";

    private static final String MQTT_ADDRESS = """
            {"type": "Mqtt", "baseUrl": "mqtt://localhost:9", "mqttEndpointType": "mqtt-wss",
             "dsp-mqtt:topic": "plant/#"}""";

    private static Dataspace dataspace;
    private static String agreement;
    private static String httpAgreement;

    @BeforeAll
    static void offer(Dataspace shared) {
        dataspace = shared;
        dataspace.offer("machine", MQTT_ADDRESS, ANYBODY);
        dataspace.offer("http", "{\"type\": \"HttpData\", \"baseUrl\": \"http://localhost:9\"}", ANYBODY);
        agreement = dataspace.agree("machine");
        httpAgreement = dataspace.agree("http");
    }

    @Test
    void anMqttAssetIsOfferedAsMqttPullAndNothingElseIs() {
        assertThat(dataspace.formats())
                .containsEntry("machine", Set.of("Mqtt-PULL"))
                .containsEntry("http", Set.of());
    }

    @Test
    void anAssetThatCannotBeOfferedIsRefusedWithAMessageThatNamesTheProperty() {
        HttpResponse<String> response = dataspace.createAsset(
                "bad", "{\"type\": \"Mqtt\", \"baseUrl\": \"http://localhost\", \"mqttEndpointType\": \"mqtt-quic\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("baseUrl: found 'http://localhost'")
                .contains("mqttEndpointType: found 'mqtt-quic'; accepted: mqtt-wss, mqtt-tls");
    }

    @Test
    void anAssetIsUnderstoodWithoutAContextAndWithoutProperties() {
        HttpResponse<String> response = dataspace.postAsset("""
                {"@type": "Asset", "@id": "bare", "dataAddress": {"@type": "DataAddress", "type": "Mqtt",
                 "mqttEndpointType": "mqtt-wss", "baseUrl": "wss://providercorp.example/internal/broker",
                 "dsp-mqtt:topic": "topic-name"}}""");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void theConsumerOfAStartedTransferHasItsDataAddress() throws ParseException {
        String transfer = dataspace.transfer(agreement, "Mqtt-PULL");
        dataspace.awaitState(dataspace.consumer, transfer, "STARTED");

        DataAddress address = dataspace.address(transfer);

        String url = "wss://localhost:" + dataspace.webPort + "/mqtt";
        assertThat(address.getType()).isEqualTo("Mqtt");
        assertThat(address.getProperties())
                .containsEntry(MQTT + "baseUrl", url)
                .containsEntry(EDC + "endpoint", url)
                .containsEntry(EDC + "mqttEndpointType", "mqtt-wss")
                .containsEntry(MQTT + "mqttEndpointType", "mqtt-wss")
                .containsEntry(EDC + "flowType", "PULL")
                .containsEntry(EDC + "authType", "bearer")
                .containsEntry(MQTT + "topic", "plant/#")
                .containsKeys(MQTT + "authorization", EDC + "authorization", "authorization");
        var claims = SignedJWT.parse(address.getStringProperty("authorization")).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("provider");
        assertThat(claims.getAudience()).containsExactly("provider");
        assertThat(claims.getSubject()).isEqualTo("consumer");
        assertThat(claims.getStringClaim("flow_id")).isEqualTo(dataspace.flowOf(transfer));
        assertThat(claims.getStringClaim("asset_id")).isEqualTo("machine");
    }

    @Test
    void aTransferTypeThatTheAssetDoesNotHaveIsRefused() {
        String asHttp = dataspace.transfer(agreement, "HttpData-PULL");
        String ofHttp = dataspace.transfer(httpAgreement, "Mqtt-PULL");

        dataspace.awaitState(dataspace.consumer, asHttp, "TERMINATED");
        dataspace.awaitState(dataspace.consumer, ofHttp, "TERMINATED");
        assertThat(dataspace.consumer.transferReason(asHttp)).contains("Mqtt-PULL not started: NOT_OFFERED");
        assertThat(dataspace.consumer.transferReason(ofHttp)).contains("Mqtt-PULL not started: NOT_OFFERED");
    }

    @Test
    void noTokenLivesLongerThanTheContract() throws ParseException {
        dataspace.offer("short", MQTT_ADDRESS, """
                {"@context": ["http://www.w3.org/ns/odrl.jsonld", {"edc": "https://w3id.org/edc/v0.0.1/ns/"}],
                 "@type": "Set", "permission": [{"action": "use", "constraint": {
                   "leftOperand": "edc:inForceDate", "operator": "lteq",
                   "rightOperand": "contractAgreement+60s"}}]}""");
        Instant before = Instant.now();
        String transfer = dataspace.transfer(dataspace.agree("short"), "Mqtt-PULL");
        dataspace.awaitState(dataspace.consumer, transfer, "STARTED");
        Instant after = Instant.now();

        DataAddress address = dataspace.address(transfer);

        var claims = SignedJWT.parse(address.getStringProperty("authorization")).getJWTClaimsSet();
        assertThat(claims.getExpirationTime().toInstant()).isBetween(before.plusSeconds(59), after.plusSeconds(60));
    }
}
