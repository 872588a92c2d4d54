package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.MqttSession;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A token that nobody refreshes. */
class ExpiryTest {
    private static Dataspace dataspace;

    @BeforeAll
    static void boot() throws Exception {
        dataspace = Dataspace.boot(Map.of("edc.mqtt.token.lifetime", "4"));
    }

    @AfterAll
    static void end() throws Exception {
        if (dataspace != null) {
            dataspace.close();
        }
    }

    @Test
    void cutsItsSessionWhenItExpiresAndOpensTheGatewayNoMore() throws Exception {
        Access access = dataspace.access("mqtt-wss", "expiry/topic");
        MqttSession session = connect(MqttVersion.MQTT_5_0, access);
        assertThat(session.subscribe("expiry/topic")).containsExactly(GRANTED);

        assertThat(session.ended().get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(Mqtt5DisconnectException.class, end -> assertThat(
                                end.getMqttMessage().getReasonCode())
                        .isEqualTo(Mqtt5DisconnectReasonCode.MAXIMUM_CONNECT_TIME));
        assertThatThrownBy(() -> connect(MqttVersion.MQTT_3_1_1, access))
                .isInstanceOfSatisfying(Mqtt3ConnAckException.class, refused -> assertThat(
                                refused.getMqttMessage().getReturnCode().getCode())
                        .isEqualTo(5));
    }

    private static MqttSession connect(MqttVersion version, Access access) throws Exception {
        return MqttSession.connect(
                version,
                access.address().url(),
                dataspace.ca(),
                "reader",
                access.address().token());
    }
}
