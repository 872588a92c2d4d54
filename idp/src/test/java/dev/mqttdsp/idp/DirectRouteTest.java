package dev.mqttdsp.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttVersion;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.TokenRequest.Answer;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.idp.kit.Keycloak;
import dev.mqttdsp.idp.kit.Plant;
import dev.mqttdsp.idp.kit.SharedPlant;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer under contract is given tokens that Keycloak issues to the provider's connector, and uses them at RabbitMQ. */
@ExtendWith(SharedPlant.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectRouteTest {
    private static final String ALIAS = "asset-keycloak";

    private final Plant plant;
    private Dataspace dataspace;
    private int offers;

    DirectRouteTest(Plant plant) {
        this.plant = plant;
    }

    @BeforeAll
    void boot() throws Exception {
        dataspace =
                Dataspace.boot(Map.of("edc.mqtt.trust.certificates", plant.ca().toString()));
        dataspace.keepSecret(ALIAS, Keycloak.SECRET);
    }

    @AfterAll
    void end() throws Exception {
        dataspace.close();
    }

    @Test
    void theConsumerReceivesWithATokenOfKeycloakAndWithTheNextAfterARefresh() throws Exception {
        Access access = dataspace.accessTo(offer(Keycloak.AUDIENCE));

        JsonNode address = address(access);
        assertThat(access.address().url()).isEqualTo(plant.rabbitMq().url());
        JWTClaimsSet claims = SignedJWT.parse(access.token()).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(plant.keycloak().issuer());
        assertThat(claims.getAudience()).contains(Keycloak.AUDIENCE);
        assertThat(address.path("dsp-mqtt:expiresIn").asLong())
                .isLessThanOrEqualTo(claims.getExpirationTime().toInstant().getEpochSecond()
                        - claims.getIssueTime().toInstant().getEpochSecond());
        assertReceives(access.token(), "first");

        Answer refreshed = refresh(refreshToken(access));

        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.accessToken()).isNotEqualTo(access.token());
        assertReceives(refreshed.accessToken(), "second");
        assertThat(address.toString()).doesNotContain(Keycloak.SECRET);
        assertThat(Files.readString(dataspace.provider().log()))
                .doesNotContain(Keycloak.SECRET)
                .doesNotContain(access.token());
    }

    @Test
    void aTokenThatIsNotForTheAudienceOfTheAssetIsNotHandedOut() {
        String asset = offer("another-broker");

        assertThatThrownBy(() -> dataspace.accessTo(asset))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("Mqtt-PULL not started: TOKEN_AUDIENCE");
    }

    @Test
    void afterARotationOfTheRealmsKeysTheNextRefreshBringsATokenThatTheBrokerTakes() throws Exception {
        Access access = dataspace.accessTo(offer(Keycloak.AUDIENCE));
        String before = SignedJWT.parse(access.token()).getHeader().getKeyID();

        plant.keycloak().rotateKeys();
        Answer refreshed = refresh(refreshToken(access));

        assertThat(SignedJWT.parse(refreshed.accessToken()).getHeader().getKeyID())
                .isNotEqualTo(before);
        assertReceives(refreshed.accessToken(), "rotated");
    }

    @Test
    void whileKeycloakIsStoppedARefreshHasToWaitAndAfterwardsTheTransferGoesOn() throws Exception {
        Access access = dataspace.accessTo(offer(Keycloak.AUDIENCE));
        String refreshToken = refreshToken(access);

        plant.keycloak().down();
        Answer refused;
        try {
            refused = refresh(refreshToken);
            assertReceives(access.token(), "meanwhile");
        } finally {
            plant.keycloak().up();
        }
        Answer refreshed = refresh(refreshToken);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.error()).isEqualTo("temporarily_unavailable: IDP_UNREACHABLE");
        assertThat(refreshed.status()).isEqualTo(200);
        assertReceives(refreshed.accessToken(), "again");
    }

    private JsonNode address(Access access) {
        return Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress");
    }

    private String refreshToken(Access access) {
        return address(access).path("dsp-mqtt:refreshToken").asText();
    }

    private Answer refresh(String refreshToken) throws Exception {
        return TokenRequest.at(dataspace).send(refreshToken);
    }

    private void assertReceives(String token, String payload) throws Exception {
        try (MqttSession session = MqttSession.connect(
                MqttVersion.MQTT_3_1_1, plant.rabbitMq().url(), plant.ca(), payload, Optional.of("any"), token)) {
            assertThat(session.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);
            plant.rabbitMq().publish("plant/line1/temperature", payload);
            assertThat(session.next()).isEqualTo("plant/line1/temperature " + payload);
        }
    }

    private String offer(String audience) {
        String asset = "line-" + ++offers;
        Management provider = Management.of(dataspace.provider());
        provider.post("/v3/assets", """
                {"@id": "%s", "dataAddress": {"type": "Mqtt", "baseUrl": "%s", "mqttEndpointType": "mqtt-tls",
                 "oauth2:tokenUrl": "%s", "oauth2:clientId": "%s", "oauth2:clientSecretKeyAlias": "%s",
                 "oauth2:audience": "%s", "dsp-mqtt:topic": "plant/line1/#"}}""".formatted(
                        asset, plant.rabbitMq().url(), plant.keycloak().tokenUrl(), Keycloak.CLIENT, ALIAS, audience));
        provider.offerToEverybody(asset);
        return asset;
    }
}
