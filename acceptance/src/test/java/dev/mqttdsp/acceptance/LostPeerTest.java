package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.StockRuntime;
import dev.mqttdsp.acceptance.kit.Wiretap;
import dev.mqttdsp.client.Connector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Access ends also when the other side does not play along: one stock consumer, which in the end is gone. */
@ExtendWith(SharedDataspace.class)
@TestMethodOrder(OrderAnnotation.class)
class LostPeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Wiretap wire;
    private static StockRuntime consumer;

    private final Dataspace dataspace;

    LostPeerTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @BeforeAll
    static void bootConsumer(Dataspace dataspace) throws Exception {
        wire = Wiretap.open(dataspace.ports().next());
        consumer = StockRuntime.unmodified(
                "lost-peer",
                dataspace.directory().resolve("lost-peer"),
                dataspace.ports(),
                Map.of("edc.dsp.callback.address", wire.url() + "/api/protocol"));
        wire.passTo("http://localhost:" + consumer.protocolPort());
    }

    @AfterAll
    static void endConsumer() {
        if (consumer != null) {
            consumer.close();
        }
        wire.close();
    }

    @Test
    @Order(1)
    void aTokenThatArrivedWithAStartThatWasAnsweredWithAnErrorIsDead() throws Exception {
        wire.failAt("/start", 400);
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "lost/start");

        String token = tokenOnTheWire(startTransfer(asset));

        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> connect(token))
                .isInstanceOf(Mqtt5ConnAckException.class));
    }

    @Test
    @Order(2)
    void terminatingIsEffectiveAtOnceAlsoWhenTheConsumersConnectorIsGone() throws Exception {
        wire.failNoMore();
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "lost/peer");
        String transfer = startTransfer(asset);
        String token = tokenOnTheWire(transfer);
        MqttSession session = connect(token);
        assertThat(session.subscribe("lost/peer")).containsExactly(GRANTED);
        String flow = dataspace.providersId(transfer);
        await().atMost(PATIENCE)
                .until(() ->
                        dataspace.provider().management().transfer(flow).state().equals("STARTED"));
        consumer.close();

        dataspace.provider().management().terminate(flow, "enough");

        session.ended().get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> connect(token)).isInstanceOf(Mqtt5ConnAckException.class);
    }

    private String startTransfer(String asset) {
        Connector own = new Connector(consumer.management(), Optional.empty(), HttpClient.newHttpClient());
        URI provider = dataspace.provider().protocol();
        var catalog = own.catalog(provider, Optional.empty());
        String agreement = own.negotiate(
                provider, catalog.providerId(), catalog.find(asset).orElseThrow(), PATIENCE);
        return own.startTransfer(provider, agreement);
    }

    private static String tokenOnTheWire(String transfer) throws Exception {
        Wiretap.Heard heard = await().atMost(PATIENCE)
                .until(
                        () -> wire.heard().stream()
                                .filter(message -> message.path().endsWith(transfer + "/start"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        JsonNode start = JSON.readTree(heard.body());
        return StreamSupport.stream(
                        start.path("dataAddress").path("endpointProperties").spliterator(), false)
                .filter(property -> property.path("name").asText().equals("authorization"))
                .map(property -> property.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    private MqttSession connect(String token) throws Exception {
        return MqttSession.connect(
                MqttVersion.MQTT_5_0,
                URI.create("mqtts://localhost:" + dataspace.tlsPort()),
                dataspace.ca(),
                "lost",
                token);
    }
}
