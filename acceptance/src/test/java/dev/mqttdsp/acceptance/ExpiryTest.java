package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.ShortTokens;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tokens that end within seconds: refreshed, and not. The tests wait for that side by side. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(ShortTokens.class)
class ExpiryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Dataspace dataspace;

    ExpiryTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @Test
    void aTokenThatNobodyRefreshesCutsItsSessionWhenItExpiresAndOpensTheGatewayNoMore() throws Exception {
        Access access = dataspace.access("mqtt-wss", "expiry/cut");
        MqttSession session = subscribed(access, "expiry/cut");

        assertThat(session.ended().get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Mqtt5DisconnectException.class, end -> assertThat(
                                end.getMqttMessage().getReasonCode())
                        .isEqualTo(Mqtt5DisconnectReasonCode.MAXIMUM_CONNECT_TIME));
        assertThatThrownBy(() -> connect(MqttVersion.MQTT_3_1_1, access, access.token()))
                .isInstanceOfSatisfying(Mqtt3ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReturnCode().getCode())
                        .isEqualTo(5));
    }

    @Test
    void anAddressThatIsReadAgainIsRefreshedAndItsLiveSessionOutlivesTheFirstToken() throws Exception {
        Access access = dataspace.access("mqtt-tls", "expiry/refreshed");
        JsonNode first = address(access, "?auto_refresh=false");
        MqttSession session = subscribed(access, "expiry/refreshed");
        Instant end = expiry(access.token());

        JsonNode second = await().atMost(PATIENCE)
                .until(
                        () -> address(access, "?wait=1"),
                        read -> !token(read).equals(token(first))
                                && expiry(token(read)).isAfter(end));
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end.plusSeconds(1)));

        assertThat(second.path("dsp-mqtt:refreshToken").asText())
                .isNotEqualTo(first.path("dsp-mqtt:refreshToken").asText())
                .isEqualTo(second.path("refreshToken").asText())
                .isEqualTo(second.path("https://w3id.org/tractusx/auth/refreshToken")
                        .asText());
        dataspace.broker().publish("expiry/refreshed", "still here");
        assertThat(session.next()).isEqualTo("expiry/refreshed still here");
        connect(MqttVersion.MQTT_5_0, access, token(second)).close();
        session.close();
    }

    @Test
    void aSubscriberOutlivesItsTokensWithoutAReconnect() throws Exception {
        String asset = dataspace.offer("mqtt-wss", Optional.empty(), "expiry/subscriber");
        try (Command watching = Command.mqttDsp(
                "subscribe",
                "--connector",
                dataspace.consumer().managementUrl().toString(),
                "--provider",
                dataspace.provider().protocol().toString(),
                "--asset",
                asset,
                "--ca",
                dataspace.ca().toString())) {
            await().atMost(PATIENCE).until(() -> watching.err().contains("subscribed to"));
            TimeUnit.SECONDS.sleep(2L * ShortTokens.LIFE + 1);

            dataspace.broker().publish("expiry/subscriber", "after two lives");

            await().atMost(PATIENCE).until(() -> watching.out().contains("expiry/subscriber after two lives"));
            assertThat(watching.err().split("subscribed to", -1)).hasSize(2);
            assertThat(watching.err()).doesNotContain("the connection has ended");
        }
    }

    private JsonNode address(Access access, String query) {
        return Management.of(dataspace.consumer()).get("/v3/edrs/" + access.consumersId() + "/dataaddress" + query);
    }

    private static String token(JsonNode address) {
        return address.path("dsp-mqtt:authorization").asText();
    }

    private static Instant expiry(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant();
        } catch (ParseException e) {
            throw new AssertionError("no JWT", e);
        }
    }

    private MqttSession subscribed(Access access, String topic) throws Exception {
        MqttSession session = connect(MqttVersion.MQTT_5_0, access, access.token());
        assertThat(session.subscribe(topic)).containsExactly(GRANTED);
        return session;
    }

    private MqttSession connect(MqttVersion version, Access access, String token) throws Exception {
        return MqttSession.connect(version, access.address().url(), dataspace.ca(), "reader", token);
    }
}
