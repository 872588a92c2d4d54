package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which topics a grant opens. */
@ExtendWith(SharedDataspace.class)
class TopicTest {
    private final Dataspace dataspace;

    TopicTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void onlyWhatTheGrantContainsIsSubscribedToAlsoInOnePacket(MqttVersion version) throws Exception {
        Access access = dataspace.access("mqtt-wss", "topic/+/temperature");
        int denied = version == MqttVersion.MQTT_5_0 ? 0x87 : 0x80;
        try (MqttSession session = connect(version, access)) {
            assertThat(session.subscribe(
                            "topic/press/temperature",
                            "topic/press/energy",
                            "topic/+/temperature",
                            "topic/#",
                            "#",
                            "+/+",
                            "+/+/+",
                            "$SYS/#",
                            "topic/press/temperature/#"))
                    .containsExactly(GRANTED, denied, GRANTED, denied, denied, denied, denied, denied, denied);

            dataspace.broker().publish("topic/press/energy", "secret");
            dataspace.broker().publish("topic/oven/temperature", "180");
            assertThat(session.next()).isEqualTo("topic/oven/temperature 180");
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void aSharedSubscriptionIsJudgedByItsFilter(MqttVersion version) throws Exception {
        Access access = dataspace.access("mqtt-tls", "topic/shared/#");
        try (MqttSession session = connect(version, access)) {
            List<Integer> codes = session.subscribe(
                    "$share/group/topic/shared/a", "$share/group/topic/other", "$share/topic/shared/other/topic/other");
            assertThat(codes.get(0)).isEqualTo(GRANTED);
            assertThat(codes.subList(1, 3)).allMatch(code -> code >= 0x80);

            dataspace.broker().publish("topic/other", "secret");
            dataspace.broker().publish("topic/shared/a", "shared");
            assertThat(session.next()).isEqualTo("topic/shared/a shared");
        }
    }

    @Test
    void theSameShareNameInTwoGrantsSharesNothing() throws Exception {
        Access first = dataspace.access("mqtt-tls", "topic/group");
        Access second = dataspace.transfer(first.asset(), first.agreement());
        try (MqttSession one = connect(MqttVersion.MQTT_5_0, first);
                MqttSession two = connect(MqttVersion.MQTT_5_0, second)) {
            one.subscribe("$share/g/topic/group");
            two.subscribe("$share/g/topic/group");

            for (String payload : List.of("1", "2", "3", "4")) {
                dataspace.broker().publish("topic/group", payload);
                assertThat(one.next()).isEqualTo("topic/group " + payload);
                assertThat(two.next()).isEqualTo("topic/group " + payload);
            }
        }
    }

    @Test
    void withoutATopicTheBrokerDecidesWhereItsEntryIsUnrestricted() throws Exception {
        Access access = dataspace.access("mqtt-tls");
        try (MqttSession session = connect(MqttVersion.MQTT_5_0, access)) {
            assertThat(session.subscribe("anything/at/all")).containsExactly(GRANTED);
            dataspace.broker().publish("anything/at/all", "yes");
            assertThat(session.next()).isEqualTo("anything/at/all yes");
        }
    }

    @Test
    void aConsumerMayNotPublishUnlessGranted() throws Exception {
        Access access = dataspace.access("mqtt-tls", "topic/readonly");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Mqtt5BlockingClient plant = watch("topic/readonly", seen);
        MqttSession five = connect(MqttVersion.MQTT_5_0, access);
        MqttSession three = MqttSession.connect(
                MqttVersion.MQTT_3_1_1, access.address().url(), dataspace.ca(), "another-id", access.token());

        assertThatThrownBy(() -> five.five()
                        .publishWith()
                        .topic("topic/readonly")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("forged".getBytes(StandardCharsets.UTF_8))
                        .send()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Mqtt5PubAckException.class);
        assertThat(five.subscribe("topic/readonly")).as("the session goes on").containsExactly(GRANTED);
        assertThatThrownBy(() -> three.three()
                        .publishWith()
                        .topic("topic/readonly")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("forged".getBytes(StandardCharsets.UTF_8))
                        .send()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(CompletionException.class);
        three.ended().get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> MqttSession.connectWithWill(
                        access.address().url(), dataspace.ca(), access.token(), "topic/readonly"))
                .isInstanceOf(Mqtt5ConnAckException.class);

        dataspace.broker().publish("topic/readonly", "true");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("true");
        five.close();
        plant.disconnect();
    }

    @Test
    void aConsumerWithTheRightPublishesItsTopicsAndNoOther() throws Exception {
        Access access = dataspace.access("mqtt-wss", Optional.of("publish"), "topic/orders/+");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Mqtt5BlockingClient plant = watch("topic/orders/#", seen);
        try (MqttSession session = connect(MqttVersion.MQTT_5_0, access)) {
            assertThat(session.subscribe("topic/orders/1")).containsExactly(0x87);
            assertThatThrownBy(() -> publish(session, "topic/orders/1/secret", "no"))
                    .hasCauseInstanceOf(Mqtt5PubAckException.class);
            publish(session, "topic/orders/1", "yes");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("yes");
        }
        plant.disconnect();
    }

    @Test
    void twoGrantsWithTheSameClientIdDoNotDisturbEachOther() throws Exception {
        Access first = dataspace.access("mqtt-tls", "topic/same-id");
        Access second = dataspace.transfer(first.asset(), first.agreement());
        MqttSession one = connect(MqttVersion.MQTT_3_1_1, first);
        MqttSession two = connect(MqttVersion.MQTT_3_1_1, second);
        one.subscribe("topic/same-id");
        two.subscribe("topic/same-id");

        dataspace.broker().publish("topic/same-id", "both");

        assertThat(one.next()).isEqualTo("topic/same-id both");
        assertThat(two.next()).isEqualTo("topic/same-id both");
        one.close();
        two.close();
    }

    private Mqtt5BlockingClient watch(String filter, BlockingQueue<String> seen) {
        Mqtt5BlockingClient plant = dataspace.broker().client();
        plant.toAsync()
                .subscribeWith()
                .topicFilter(filter)
                .callback(publish -> seen.add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
        return plant;
    }

    private static void publish(MqttSession session, String topic, String payload) {
        session.five()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private MqttSession connect(MqttVersion version, Access access) throws Exception {
        return MqttSession.connect(version, access.address().url(), dataspace.ca(), "the-same-id", access.token());
    }
}
