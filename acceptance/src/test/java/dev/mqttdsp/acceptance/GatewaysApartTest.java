package dev.mqttdsp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttVersion;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.ApartGateway;
import dev.mqttdsp.acceptance.kit.Command;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Home;
import dev.mqttdsp.acceptance.kit.Mosquitto;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.RawSession;
import dev.mqttdsp.acceptance.kit.RawSession.Connect;
import dev.mqttdsp.acceptance.kit.SharedDataspace;
import dev.mqttdsp.acceptance.kit.TlsClients;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.app.process.ConnectorProcess;
import dev.mqttdsp.app.secret.Secrets;
import dev.mqttdsp.client.Catalog;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Offer;
import dev.mqttdsp.client.Transfer;
import dev.mqttdsp.gateway.tls.TlsFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connector without a gateway, and two gateways in processes of their own before one broker. */
@ExtendWith(SharedDataspace.class)
class GatewaysApartTest {
    private static final int ACCEPTED = 0;
    private static final int SERVER_UNAVAILABLE = 3;
    private static final int NOT_AUTHORIZED = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "what-gateways-show-their-connector-0815";

    private final Dataspace dataspace;
    private final Path home;
    private final int webPort;
    private final int feedPort;

    GatewaysApartTest(Dataspace dataspace) {
        this.dataspace = dataspace;
        this.home = dataspace.directory().resolve("apart");
        this.webPort = dataspace.ports().next();
        this.feedPort = dataspace.ports().next();
        SeenSecrets.add(SECRET);
    }

    @Test
    void clientsGoOnThroughTheOtherGatewayAndAccessIsTheConnectorsWhereverTheyAre() throws Exception {
        TlsFiles unused = TlsFiles.loadOrCreate(home.resolve("data"), "localhost");
        try (Mosquitto broker = Mosquitto.start(home.resolve("mosquitto"), dataspace.ports());
                ApartGateway a = gateway("a", broker);
                ApartGateway b = gateway("b", broker)) {
            await().atMost(PATIENCE).until(() -> b.log().contains("cannot be reached"));
            assertThatThrownBy(() -> open(b, "any"))
                    .as("before the gateway knows who may come in")
                    .isInstanceOf(ConnectException.class);
            try (ConnectorProcess connector = connector(broker)) {
                a.awaitReady();
                b.awaitReady();
                offer(connector);
                aKilledGatewaysClientsFindTheirSessionsAtTheOther(access(connector), broker, a, b);
                Access access = access(connector);
                tokensAreRefreshedThroughTheGateway(access, b);
                aSuspensionCuts(connector, b);
                aSilentConnectorStopsNewcomersAlone(connector, access, broker, b);
            }
            aConnectorThatComesBackBringsNewAccess(broker, b);
        }
    }

    private void aKilledGatewaysClientsFindTheirSessionsAtTheOther(
            Access access, Mosquitto broker, ApartGateway a, ApartGateway b) throws Exception {
        MqttSession before = MqttSession.connectToKept(url(a), ca(), "reader", access.token());
        assertThat(before.subscribe("apart/#")).containsExactly(MqttSession.GRANTED);
        broker.publish("apart/x", "one");
        assertThat(before.next()).isEqualTo("apart/x one");

        a.kill();
        before.ended().get(10, TimeUnit.SECONDS);
        broker.publish("apart/x", "two");

        try (MqttSession after = MqttSession.connectToKept(url(b), ca(), "reader", access.token())) {
            String first = after.next();
            // QoS 1 is at least once (MQTT 5.0 §4.3.2): the first acknowledgement may have died with the gateway.
            assertThat(first.equals("apart/x one") ? after.next() : first).isEqualTo("apart/x two");

            try (ApartGateway again = gateway("a", broker).awaitReady()) {
                assertThat(Files.readString(home.resolve("a/data/broker-sessions.list")))
                        .as("what the killed gateway has recorded")
                        .contains(access.flowId());
                broker.publish("apart/x", "three");
                assertThat(after.next()).isEqualTo("apart/x three");
                assertThat(again.log()).doesNotContain("is removed");
            }
        }
    }

    private void tokensAreRefreshedThroughTheGateway(Access access, ApartGateway b) throws Exception {
        TokenRequest.Answer answer =
                TokenRequest.at(b.webPort(), ca()).sendAsTractusX(dataspace.refreshToken(access), "some-token");

        assertThat(answer.status()).isEqualTo(200);
        try (RawSession session = open(b, answer.accessToken())) {
            assertThat(session.code()).isEqualTo(ACCEPTED);
        }
        assertThat(TokenRequest.at(b.webPort(), ca()).send("none").error()).startsWith("invalid_grant: BAD_TOKEN");
    }

    private void aSuspensionCuts(ConnectorProcess connector, ApartGateway b) throws Exception {
        Access access = access(connector);
        RawSession live = open(b, access.token());
        assertThat(live.code()).isEqualTo(ACCEPTED);

        connector.management().suspend(access.flowId(), "");

        live.ended().get(10, TimeUnit.SECONDS);
        assertThat(open(b, access.token()).code()).isEqualTo(NOT_AUTHORIZED);
    }

    private void aSilentConnectorStopsNewcomersAlone(
            ConnectorProcess connector, Access access, Mosquitto broker, ApartGateway b) throws Exception {
        try (MqttSession live = MqttSession.connect(MqttVersion.MQTT_3_1_1, url(b), ca(), "live", access.token())) {
            assertThat(live.subscribe("apart/#")).containsExactly(MqttSession.GRANTED);
            signal(connector, "STOP");
            try {
                awaitCode(b, access, SERVER_UNAVAILABLE);
                assertThat(b.watched("/ready")).isEqualTo("503 the feed is silent\n");
                assertThat(b.watched("/metrics"))
                        .contains("mqtt_access_events_total{event=\"CONNECT_REFUSED\",reason=\"FEED_SILENT\"}");
                broker.publish("apart/x", "four");
                assertThat(live.next()).isEqualTo("apart/x four");
                assertThat(audit()).contains("\"event\":\"CONNECT_REFUSED\",\"reason\":\"FEED_SILENT\"");
            } finally {
                signal(connector, "CONT");
            }
            awaitCode(b, access, ACCEPTED);
            broker.publish("apart/x", "five");
            assertThat(live.next()).isEqualTo("apart/x five");
        }
    }

    private void awaitCode(ApartGateway gateway, Access access, int code) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            try (RawSession session = open(gateway, access.token())) {
                return session.code() == code;
            }
        });
    }

    private void aConnectorThatComesBackBringsNewAccess(Mosquitto broker, ApartGateway b) throws Exception {
        assertThat(TokenRequest.at(b.webPort(), ca()).send("any").status()).isEqualTo(503);
        Files.move(home.resolve("connector.log"), home.resolve("before.log"));
        try (ConnectorProcess again = connector(broker)) {
            offer(again);
            Access access = access(again);
            awaitCode(b, access, ACCEPTED);
        }
    }

    private ConnectorProcess connector(Mosquitto broker) throws Exception {
        Map<String, String> settings = new HashMap<>(entry(broker));
        settings.put("edc.mqtt.gateway.enabled", "false");
        settings.put("edc.mqtt.public.port", Integer.toString(webPort));
        settings.put("edc.mqtt.feed.port", Integer.toString(feedPort));
        secrets(home.resolve("data"));
        ConnectorProcess connector =
                ConnectorProcess.launch("apart", home, Home.believing(), dataspace.ports(), settings);
        connector.awaitReady();
        return connector;
    }

    /** With the connector's certificate, as gateways behind one name have one. */
    private ApartGateway gateway(String name, Mosquitto broker) throws IOException {
        Map<String, String> settings = new HashMap<>(entry(broker));
        settings.put("edc.mqtt.feed.url", "https://localhost:" + feedPort + "/feed");
        settings.put("edc.mqtt.feed.ca", ca().toString());
        settings.put("edc.mqtt.token.upstream", "https://localhost:" + webPort + "/token");
        settings.put(
                "edc.mqtt.public.certificate", home.resolve("data/server.pem").toString());
        settings.put("edc.mqtt.public.key", home.resolve("data/server-key.pem").toString());
        settings.put("edc.mqtt.audit.file", home.resolve(name + ".audit.jsonl").toString());
        secrets(home.resolve(name).resolve("data"));
        return ApartGateway.launch(home.resolve(name), dataspace.ports(), settings);
    }

    private static void secrets(Path data) {
        Secrets.in(data, Map.of()).set("feed-secret", SECRET);
        Secrets.in(data, Map.of()).set("plant-password", Mosquitto.PASSWORD);
    }

    private static Map<String, String> entry(Mosquitto broker) {
        return Map.of(
                "edc.mqtt.feed.secret.alias", "feed-secret",
                "edc.mqtt.broker.plant.url", broker.url(),
                "edc.mqtt.broker.plant.user", Mosquitto.USER,
                "edc.mqtt.broker.plant.password.alias", "plant-password",
                "edc.mqtt.broker.plant.dialect", "mqtt");
    }

    private static void offer(ConnectorProcess connector) {
        connector.management().offer(new Offer("apart", "plant", List.of("apart/#"), "mqtt-tls", Map.of()));
    }

    private Access access(ConnectorProcess connector) {
        Connector own = dataspace.consumer().management();
        URI dsp = connector.protocol();
        Catalog catalog = own.catalog(dsp, Optional.empty());
        String agreement =
                own.negotiate(dsp, catalog.providerId(), catalog.find("apart").orElseThrow(), PATIENCE);
        String transfer = own.startTransfer(dsp, agreement);
        MqttDataAddress address = own.dataAddress(transfer, PATIENCE);
        String flowId = connector.management().transfers().stream()
                .filter(peer -> peer.peerId().equals(transfer))
                .map(Transfer::id)
                .findFirst()
                .orElseThrow();
        return new Access("apart", agreement, transfer, flowId, address);
    }

    private RawSession open(ApartGateway gateway, String token) throws IOException {
        return RawSession.open(TlsClients.to(gateway.tlsPort(), ca()), Connect.with(token));
    }

    private static URI url(ApartGateway gateway) {
        return URI.create("mqtts://localhost:" + gateway.tlsPort());
    }

    private Path ca() {
        return home.resolve("data/ca.pem");
    }

    private String audit() throws IOException {
        return Files.readString(home.resolve("b.audit.jsonl"));
    }

    private static void signal(ConnectorProcess connector, String signal) throws Exception {
        assertThat(Command.start(List.of("kill", "-" + signal, Long.toString(connector.pid())), "")
                        .await()
                        .exitCode())
                .isZero();
    }
}
