package dev.mqttdsp.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.idp.kit.Keycloak;
import dev.mqttdsp.idp.kit.Plant;
import dev.mqttdsp.idp.kit.RabbitMq;
import dev.mqttdsp.idp.kit.SharedPlant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens as Keycloak issues them to the connector's client, presented to RabbitMQ as a consumer does. */
@ExtendWith(SharedPlant.class)
class RabbitMqLoginTest {
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Plant plant;
    private final Keycloak keycloak;
    private final RabbitMq rabbitMq;

    RabbitMqLoginTest(Plant plant) {
        this.plant = plant;
        this.keycloak = plant.keycloak();
        this.rabbitMq = plant.rabbitMq();
    }

    @AfterEach
    void restoreLife() throws Exception {
        keycloak.setAccessTokenLife(LIFE);
    }

    @Test
    void aTokenAsThePasswordLetsItsOwnerReceiveWhatItsScopesSay() throws Exception {
        try (MqttSession session = connect("reader", keycloak.accessToken())) {
            assertThat(session.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);

            rabbitMq.publish("plant/line2/temperature", "not for everybody");
            rabbitMq.publish("plant/line1/temperature", "21.5");

            assertThat(session.next()).isEqualTo("plant/line1/temperature 21.5");
            assertThat(session.arrived()).isEmpty();
        }
    }

    @Test
    void asksForATopicThatTheScopesDoNotHaveAndIsCutOff() throws Exception {
        try (MqttSession session = connect("curious", keycloak.accessToken())) {
            assertThatThrownBy(() -> session.subscribe("plant/line2/#"))
                    .hasCauseInstanceOf(ConnectionClosedException.class);
            assertThat(session.ended())
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void publishesWithoutAScopeForItAndIsCutOff() throws Exception {
        try (MqttSession reader = connect("witness", keycloak.accessToken());
                MqttSession writer = connect("writer", keycloak.accessToken())) {
            assertThat(reader.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);

            writer.three().publishWith().topic("plant/line1/temperature").send();

            assertThat(writer.ended())
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isInstanceOf(ConnectionClosedException.class);
            rabbitMq.publish("plant/line1/temperature", "from a machine");
            assertThat(reader.next()).isEqualTo("plant/line1/temperature from a machine");
        }
    }

    @Test
    void aTamperedTokenIsRefused() throws Exception {
        String[] token = keycloak.accessToken().split("\\.", -1);
        String[] other = keycloak.accessToken().split("\\.", -1);

        assertRefused(token[0] + "." + token[1] + "." + other[2]);
        assertRefused(token[0] + "." + token[1] + ".");
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() throws Exception {
        JsonNode answer = keycloak.clientCredentials(Keycloak.OTHER_CLIENT, Keycloak.OTHER_SECRET);

        assertRefused(answer.path("access_token").asText());
    }

    @Test
    void anExpiredTokenIsRefusedButAConnectionOutlivesItsToken() throws Exception {
        Duration life = Duration.ofSeconds(20);
        keycloak.setAccessTokenLife(life);
        JsonNode answer = keycloak.clientCredentials(Keycloak.CLIENT, Keycloak.SECRET);
        String token = answer.path("access_token").asText();
        assertThat(answer.path("expires_in").asLong()).isEqualTo(life.toSeconds());

        try (MqttSession session = connect("long-liver", token)) {
            assertThat(session.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);
            Instant end =
                    SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
            await().atMost(life.multipliedBy(2)).until(() -> Instant.now().isAfter(end.plusSeconds(1)));

            assertRefused(token);
            rabbitMq.publish("plant/line1/temperature", "later");
            assertThat(session.next()).isEqualTo("plant/line1/temperature later");
        }
    }

    @Test
    void afterARotationOfKeysTokensFromBeforeAndAfterLetIn() throws Exception {
        String before = keycloak.accessToken();

        keycloak.rotateKeys();
        String after = keycloak.accessToken();

        assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
        connect("after", after).close();
        connect("before", before).close();
    }

    @Test
    void keycloakKeepsItsKeysOverARestartAndNobodyNoticesAtTheBroker() throws Exception {
        String before = keycloak.accessToken();
        try (MqttSession session = connect("patient", before)) {
            assertThat(session.subscribe("plant/line1/#")).containsExactly(MqttSession.GRANTED);

            keycloak.down();
            connect("meanwhile", before).close();
            keycloak.up();

            RSASSAVerifier key = new RSASSAVerifier(
                    JWKSet.parse(keycloak.keys()).getKeyByKeyId(keyOf(before)).toRSAKey());
            assertThat(SignedJWT.parse(before).verify(key)).isTrue();
            connect("afterwards", keycloak.accessToken()).close();
            rabbitMq.publish("plant/line1/temperature", "still there");
            assertThat(session.next()).isEqualTo("plant/line1/temperature still there");
        }
    }

    @Test
    void tokensNameTheClientTheIssuerAndTheBroker() throws Exception {
        JsonNode answer = keycloak.clientCredentials(Keycloak.CLIENT, Keycloak.SECRET);

        var claims = SignedJWT.parse(answer.path("access_token").asText()).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(Keycloak.AUDIENCE);
        assertThat(claims.getIssuer()).isEqualTo(keycloak.issuer());
        assertThat(claims.getSubject()).isNotBlank();
        assertThat(answer.has("refresh_token")).isFalse();
    }

    private MqttSession connect(String clientId, String token) throws Exception {
        return MqttSession.connect(
                MqttVersion.MQTT_3_1_1, rabbitMq.url(), plant.ca(), clientId, Optional.of("any"), token);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> connect("refused", token))
                .isInstanceOfSatisfying(Mqtt3ConnAckException.class, e -> assertThat(
                                e.getMqttMessage().getReturnCode())
                        .isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD));
    }

    private static String keyOf(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
