package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A will is a message like any other: it needs the right, and dies with it. */
@ExtendWith(SharedDataspace.class)
class WillTest {
    private static final int ACCEPTED = 0;
    private static final int NOT_AUTHORIZED = 5;

    private final Dataspace dataspace;
    private final TlsClients clients;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Mqtt5BlockingClient plant;

    WillTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.clients = TlsClients.of(dataspace);
    }

    @BeforeEach
    void watch() {
        plant = dataspace.broker().client();
        plant.toAsync()
                .subscribeWith()
                .topicFilter("will/#")
                .callback(publish -> seen.add(
                        publish.getTopic() + " " + new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
    }

    @AfterEach
    void leave() {
        plant.disconnect();
    }

    @Test
    void withoutTheRightToPublishItIsRefusedAtTheDoor() throws Exception {
        Access reader = dataspace.access("mqtt-tls", "will/#");
        Access writer = dataspace.access("mqtt-tls", Optional.of("publish"), "will/mine/#");

        assertThat(code(Connect.with(reader.token()).andWill("will/a"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(code(Connect.with(writer.token()).andWill("will/yours"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(code(Connect.with(writer.token()).andWill("will/mine/a"))).isEqualTo(ACCEPTED);
    }

    @Test
    void withTheRightItIsLeftWhenTheConsumerIsLostAndNotWhenItsAccessEnds() throws Exception {
        Access lost = dataspace.access("mqtt-tls", Optional.of("both"), "will/#");
        Access revoked = dataspace.transfer(lost.asset(), lost.agreement());
        RawSession first =
                RawSession.open(clients, Connect.with(revoked.token()).andWill("will/revoked"));
        RawSession second = RawSession.open(clients, Connect.with(lost.token()).andWill("will/lost"));
        assertThat(first.code()).isEqualTo(ACCEPTED);
        assertThat(second.code()).isEqualTo(ACCEPTED);

        dataspace.provider().management().suspend(revoked.flowId(), "a pause");
        first.ended().get(10, TimeUnit.SECONDS);
        second.hangUp();

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("will/lost last words");
        plant.publishWith().topic("will/marker").qos(MqttQos.AT_LEAST_ONCE).send();
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("will/marker ");
    }

    private int code(Connect connect) throws Exception {
        try (RawSession session = RawSession.open(clients, connect)) {
            return session.code();
        }
    }
}
