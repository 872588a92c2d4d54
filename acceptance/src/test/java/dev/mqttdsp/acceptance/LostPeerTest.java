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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Access ends also when the other side does not play along. */
@ExtendWith(SharedDataspace.class)
class LostPeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dataspace dataspace;
    private Wiretap wire;
    private StockRuntime consumer;

    LostPeerTest(Dataspace dataspace) {
        this.dataspace = dataspace;
    }

    @BeforeEach
    void bootConsumer() throws Exception {
        wire = Wiretap.open(dataspace.ports().next());
        consumer = StockRuntime.unmodified(
                "lost-peer",
                dataspace.directory().resolve("lost-peer"),
                dataspace.ports(),
                Map.of("edc.dsp.callback.address", wire.url() + "/api/protocol"));
        wire.passTo("http://localhost:" + consumer.protocolPort());
    }

    @AfterEach
    void endConsumer() {
        consumer.close();
        wire.close();
    }

    @Test
    void aTokenThatArrivedWithAStartThatWasAnsweredWithAnErrorIsDead() throws Exception {
        wire.failAt("/start", 400);
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "lost/start");

        startTransfer(asset);
        String token = tokenOnTheWire();

        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> connect(token))
                .isInstanceOf(Mqtt5ConnAckException.class));
    }

    @Test
    void terminatingIsEffectiveAtOnceAlsoWhenTheConsumersConnectorIsGone() throws Exception {
        String asset = dataspace.offer("mqtt-tls", Optional.empty(), "lost/peer");
        String transfer = startTransfer(asset);
        String token = tokenOnTheWire();
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

    private String tokenOnTheWire() throws Exception {
        await().atMost(PATIENCE).until(() -> wire.heard().stream()
                .anyMatch(heard -> heard.path().endsWith("/start")));
        JsonNode start = JSON.readTree(wire.heard().stream()
                .filter(heard -> heard.path().endsWith("/start"))
                .findFirst()
                .orElseThrow()
                .body());
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
