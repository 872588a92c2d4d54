package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.MqttDataAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access follows the transfer, live connections included. */
@ExtendWith(SharedDataspace.class)
class LifeTest {
    /** Which of the two acts. */
    enum Side {
        PROVIDER,
        CONSUMER
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Dataspace dataspace;

    LifeTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void whenEitherSideTerminatesTheLiveSessionIsCutAndTheTokenIsDead(Side side) throws Exception {
        Access access = dataspace.access("mqtt-wss", "life/terminate");
        MqttSession session = subscribed(MqttVersion.MQTT_5_0, access, "life/terminate");

        connector(side).management().terminate(idAt(side, access), "enough");

        assertThat(session.ended().get(10, TimeUnit.SECONDS)).isInstanceOf(Mqtt5DisconnectException.class);
        assertRefused(access.address());
        connector(side).management().terminate(idAt(side, access), "twice is no harm");
        assertRefused(access.address());
        assertThatThrownBy(() -> connector(side).management().resume(idAt(side, access)))
                .isInstanceOf(ConnectorException.class);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void whenEitherSideSuspendsTheSessionIsCutAndNothingPublishedMeanwhileArrives(Side side) throws Exception {
        Access access = dataspace.access("mqtt-tls", "life/suspend");
        MqttSession session = subscribed(MqttVersion.MQTT_5_0, access, "life/suspend");

        connector(side).management().suspend(idAt(side, access), "a pause");

        session.ended().get(10, TimeUnit.SECONDS);
        assertRefused(access.address());
        dataspace.broker().publish("life/suspend", "not for you");

        await().atMost(PATIENCE).until(() -> stateAt(side, access).equals("SUSPENDED"));
        connector(side).management().resume(idAt(side, access));
        MqttDataAddress fresh = newAddress(access);

        assertRefused(access.address());
        MqttSession again = MqttSession.connect(
                MqttVersion.MQTT_5_0,
                fresh.url(),
                dataspace.ca(),
                "reader",
                fresh.credential().password());
        assertThat(again.subscribe("life/suspend")).containsExactly(GRANTED);
        dataspace.broker().publish("life/suspend", "for you");
        assertThat(again.next()).isEqualTo("life/suspend for you");
        again.close();
    }

    @Test
    void whatTheProviderSuspendedTheConsumerCannotResume() throws Exception {
        Access access = dataspace.access("mqtt-tls", "life/provider-suspends");
        dataspace.provider().management().suspend(access.flowId(), "a pause");
        await().atMost(PATIENCE).until(() -> stateAt(Side.CONSUMER, access).equals("SUSPENDED"));

        assertThatThrownBy(() -> dataspace.consumer().management().resume(access.consumersId()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("provider");

        assertRefused(access.address());
        await().atMost(PATIENCE).until(() -> stateAt(Side.PROVIDER, access).equals("SUSPENDED"));
        dataspace.provider().management().resume(access.flowId());
        MqttDataAddress fresh = newAddress(access);
        subscribed(MqttVersion.MQTT_3_1_1, fresh, "life/provider-suspends").close();
    }

    @Test
    void completionByTheConsumerEndsTheAccess() throws Exception {
        Access access = dataspace.access("mqtt-tls", "life/complete");
        MqttSession session = subscribed(MqttVersion.MQTT_3_1_1, access, "life/complete");

        HttpResponse<String> accepted = dataspace.sendDsp(
                "/transfers/" + access.flowId() + "/completion", """
                {"@context": ["https://w3id.org/dspace/2025/1/context.jsonld"], "@type": "TransferCompletionMessage",
                 "providerPid": "%s", "consumerPid": "%s"}""".formatted(access.flowId(), access.consumersId()));

        assertThat(accepted.statusCode()).isEqualTo(200);
        session.ended().get(10, TimeUnit.SECONDS);
        assertRefused(access.address());
    }

    @Test
    void theEndOfOneAccessDisturbsNoOther() throws Exception {
        Access first = dataspace.access("mqtt-tls", "life/shared");
        Access second = dataspace.transfer(first.asset(), first.agreement());
        MqttSession staying = subscribed(MqttVersion.MQTT_5_0, second, "life/shared");
        MqttSession going = subscribed(MqttVersion.MQTT_5_0, first, "life/shared");

        dataspace.provider().management().terminate(first.flowId(), "enough");
        going.ended().get(10, TimeUnit.SECONDS);
        dataspace.broker().publish("life/shared", "still here");

        assertThat(staying.next()).isEqualTo("life/shared still here");
        staying.close();
    }

    private MqttSession subscribed(MqttVersion version, Access access, String topic) throws Exception {
        return subscribed(version, access.address(), topic);
    }

    private MqttSession subscribed(MqttVersion version, MqttDataAddress address, String topic) throws Exception {
        MqttSession session = MqttSession.connect(
                version,
                address.url(),
                dataspace.ca(),
                "reader",
                address.credential().password());
        assertThat(session.subscribe(topic)).containsExactly(GRANTED);
        return session;
    }

    private void assertRefused(MqttDataAddress address) {
        assertThatThrownBy(() -> MqttSession.connect(
                        MqttVersion.MQTT_5_0,
                        address.url(),
                        dataspace.ca(),
                        "reader",
                        address.credential().password()))
                .isInstanceOfSatisfying(Mqtt5ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReasonCode())
                        .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
        assertThatThrownBy(() -> MqttSession.connect(
                        MqttVersion.MQTT_3_1_1,
                        address.url(),
                        dataspace.ca(),
                        "reader",
                        address.credential().password()))
                .isInstanceOfSatisfying(Mqtt3ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReturnCode().getCode())
                        .isEqualTo(5));
    }

    private MqttDataAddress newAddress(Access access) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> dataspace
                                .consumer()
                                .management()
                                .dataAddress(access.consumersId(), Duration.ofSeconds(1)),
                        address -> !address.credential().password().equals(access.token()));
    }

    private ConnectorProcess connector(Side side) {
        return side == Side.PROVIDER ? dataspace.provider() : dataspace.consumer();
    }

    private static String idAt(Side side, Access access) {
        return side == Side.PROVIDER ? access.flowId() : access.consumersId();
    }

    private String stateAt(Side side, Access access) {
        return Management.of(connector(side))
                .get("/v3/transferprocesses/" + idAt(side, access))
                .path("state")
                .asText();
    }
}
