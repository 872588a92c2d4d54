package dev.mqttdsp.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttVersion;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.TokenRequest.Answer;
import dev.mqttdsp.idp.kit.Keycloak;
import dev.mqttdsp.idp.kit.Plant;
import dev.mqttdsp.idp.kit.SharedPlant;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer under contract is given tokens that Keycloak issues to the provider's connector, and uses them at RabbitMQ. */
@ExtendWith(SharedPlant.class)
class DirectRouteTest {
    private static final String ALIAS = "asset-keycloak";

    private final Plant plant;

    DirectRouteTest(Plant plant) {
        this.plant = plant;
    }

    @Test
    void theConsumerReceivesWithATokenOfKeycloakAndWithTheNextAfterARefresh() throws Exception {
        try (Dataspace dataspace =
                Dataspace.boot(Map.of("edc.mqtt.trust.certificates", plant.ca().toString()))) {
            dataspace.keepSecret(ALIAS, Keycloak.SECRET);
            offer(dataspace, "line1");

            Access access = dataspace.accessTo("line1");

            JsonNode address =
                    Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");
            assertThat(access.address().url()).isEqualTo(plant.rabbitMq().url());
            assertThat(SignedJWT.parse(access.token()).getJWTClaimsSet().getIssuer())
                    .isEqualTo(plant.keycloak().issuer());
            assertReceives(access.token(), "first");

            Answer refreshed = TokenRequest.at(dataspace)
                    .send(address.path("dsp-mqtt:refreshToken").asText());

            assertThat(refreshed.status()).isEqualTo(200);
            assertThat(refreshed.accessToken()).isNotEqualTo(access.token());
            assertReceives(refreshed.accessToken(), "second");
            assertThat(address.toString()).doesNotContain(Keycloak.SECRET);
            assertThat(Files.readString(dataspace.provider().log()))
                    .doesNotContain(Keycloak.SECRET)
                    .doesNotContain(access.token());
        }
    }

    private void assertReceives(String token, String payload) throws Exception {
        try (MqttSession session = MqttSession.connect(
                MqttVersion.MQTT_3_1_1, plant.rabbitMq().url(), plant.ca(), payload, Optional.of("any"), token)) {
            assertThat(session.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);
            plant.rabbitMq().publish("plant/line1/temperature", payload);
            assertThat(session.next()).isEqualTo("plant/line1/temperature " + payload);
        }
    }

    private void offer(Dataspace dataspace, String asset) {
        Management provider = Management.of(dataspace.provider());
        provider.post("/v3/assets", """
                {"@id": "%s", "dataAddress": {"type": "Mqtt", "baseUrl": "%s", "mqttEndpointType": "mqtt-tls",
                 "oauth2:tokenUrl": "%s", "oauth2:clientId": "%s", "oauth2:clientSecretKeyAlias": "%s",
                 "oauth2:audience": "%s", "dsp-mqtt:topic": "plant/line1/#"}}""".formatted(
                asset, plant.rabbitMq().url(), plant.keycloak().tokenUrl(), Keycloak.CLIENT, ALIAS, Keycloak.AUDIENCE));
        provider.offerToEverybody(asset);
    }
}
