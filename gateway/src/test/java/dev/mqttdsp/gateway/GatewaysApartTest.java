package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.gateway.feed.FeedDoor;
import dev.mqttdsp.gateway.feed.FeedServer;
import dev.mqttdsp.gateway.testing.ApartGateway;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that know the grants by a feed, two of them before one broker. */
@ExtendWith(NoLeaks.class)
class GatewaysApartTest {
    private static final String SECRET = "a secret of at least thirty-two characters";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int KEEPS = 0xC0;
    private static final byte[] FIVE_MINUTES = bytes(0x11, 0, 0, 1, 0x2C);

    @TempDir
    private Path homes;

    private final String flowId = UUID.randomUUID().toString();
    private Mosquitto mosquitto;
    private Broker plant;
    private Provider provider;
    private GrantFeed feed;
    private FeedServer server;
    private ApartGateway a;
    private ApartGateway b;

    @BeforeEach
    void start(@TempDir Path broker, @TempDir Path directory) throws Exception {
        mosquitto = new Mosquitto(broker);
        plant = mosquitto.entry("mqtt");
        provider = new Provider(new Plan(directory).withoutMqtt(0));
        feed = new GrantFeed("provider", provider.key, provider.store, Barred.nobody());
        server = serve(Ports.free());
        a = apart("a");
        b = apart("b");
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            a.close();
            b.close();
            server.close();
            feed.close();
            provider.close();
            mosquitto.close();
        }
    }

    private FeedServer serve(int port) throws IOException {
        return FeedServer.start(
                new FeedDoor("127.0.0.1", port, provider.tls.certificate(), provider.tls.key(), SECRET), feed);
    }

    private ApartGateway apart(String name) throws IOException {
        return new ApartGateway(homes.resolve(name), provider, server.port(), SECRET, plant);
    }

    private RawClient to(ApartGateway gateway) throws IOException {
        return RawClient.tls(provider, gateway.gateway.tlsPort());
    }

    private String connack(ApartGateway gateway, int version, String token) throws IOException {
        try (RawClient client = to(gateway)) {
            client.send(connect(version, "other", token));
            return client.read();
        }
    }

    /** A client whose session the broker keeps; the first flag byte of its CONNACK is as given. */
    private RawClient keeping(ApartGateway gateway, String token, String present) throws IOException {
        RawClient client = to(gateway);
        client.send(connectWith(V5, KEEPS, FIVE_MINUTES, "me", "any", token));
        assertThat(client.read()).matches("20.." + present + "00.*");
        return client;
    }

    private void awaitRecord(String name) {
        await().atMost(PATIENCE).until(() -> Files.exists(new Plan(homes.resolve(name)).sessionFile()));
    }

    private void awaitKnown(ApartGateway gateway) {
        await().atMost(PATIENCE)
                .until(() -> gateway.replica.grants().find(flowId).isPresent());
    }

    @Test
    void aClientThatComesToTheOtherGatewayFindsItsSessionAndWhatCameMeanwhile() throws Exception {
        String token = provider.subscriber(flowId, plant, "plant/#");
        awaitKnown(a);
        try (RawClient client = keeping(a, token, "00")) {
            client.send(subscribe(V5, 1, "plant/#", 1));
            assertThat(client.read()).startsWith("90").endsWith("01");
            client.hangUp();
        }
        await().atMost(PATIENCE).until(() -> mosquitto.connections() == 0);
        mosquitto.publish("plant/x", "meanwhile", "-q", "1");

        awaitKnown(b);
        try (RawClient client = keeping(b, token, "01")) {
            assertThat(client.read()).startsWith("32").contains(hex("meanwhile"));
        }
    }

    @Test
    void aGatewayThatIsStartedAnewLeavesASessionAloneThatIsUsedThroughTheOther() throws Exception {
        String token = provider.subscriber(flowId, plant, "plant/#");
        awaitKnown(a);
        try (RawClient client = keeping(a, token, "00")) {
            client.send(subscribe(V5, 1, "plant/#", 1));
            assertThat(client.read()).endsWith("01");
            awaitRecord("a");
            client.hangUp();
        }
        awaitKnown(b);
        try (RawClient client = keeping(b, token, "01")) {
            a.close();
            a = apart("a");
            assertThat(new Plan(homes.resolve("a")).sessionFile()).exists();

            mosquitto.publish("plant/x", "still", "-q", "1");
            assertThat(client.read()).contains(hex("still"));

            provider.grants.suspend(flowId, Party.PROVIDER);
            assertThat(client.readToEnd())
                    .as("the other gateway cuts it")
                    .startsWith("e0")
                    .contains("98");
        }
        String atBroker = atBroker();
        await().atMost(PATIENCE)
                .until(() -> !Files.exists(new Plan(homes.resolve("a")).sessionFile())
                        && !Files.exists(new Plan(homes.resolve("b")).sessionFile()));
        assertThat(mosquitto.endsSession(V5, atBroker)).isFalse();
    }

    @Test
    void noWillFiresWhereTheGatewayThatRemovesASessionIsNotTheOneThatServesIt() throws Exception {
        String token = provider.start(flowId, plant, Permission.BOTH, false, "plant/#");
        awaitKnown(a);
        awaitKnown(b);
        try (RawClient client = keeping(a, token, "00")) {
            awaitRecord("a");
            client.hangUp();
        }
        try (RawClient watcher = RawClient.plain(mosquitto.port());
                RawClient client = to(b)) {
            watcher.send(connect(V3, 0xC2, "watcher", "gateway", "only the entry knows"));
            assertThat(watcher.read()).isEqualTo("20020000");
            watcher.send(subscribe(V3, 1, "plant/#", 0));
            assertThat(watcher.read()).startsWith("90");
            byte[] will = bytes(0, "plant/will", "dead"); // properties of the will first
            client.send(connectWith(V5, KEEPS | 0x04, FIVE_MINUTES, "me", will, "any", token));
            assertThat(client.read()).matches("20..0100.*");

            provider.grants.suspend(flowId, Party.PROVIDER);

            assertThat(client.readToEnd()).startsWith("e0");
            await().atMost(PATIENCE).until(() -> !Files.exists(new Plan(homes.resolve("a")).sessionFile()));
            mosquitto.publish("plant/end", "x");
            assertThat(watcher.read()).contains(hex("plant/end"));
        }
    }

    /** Under which the broker knew the client before the suspension. */
    private String atBroker() {
        long epoch = provider.store.find(flowId).orElseThrow().sessionEpoch() - 1;
        return flowId + "." + epoch + ".J0TM0Qx1M71zatiQ-d1cqy"; // SHA-256 of "me", in base64url, 22 characters
    }

    @Test
    void whileTheFeedIsSilentNobodyComesInAndWhoIsInStays() throws Exception {
        String token = provider.subscriber(flowId, plant, "plant/#");
        awaitKnown(a);
        try (RawClient live = to(a)) {
            live.send(connect(V3, "live", token));
            assertThat(live.read()).isEqualTo("20020000");
            live.send(subscribe(V3, 1, "plant/#", 0));
            assertThat(live.read()).startsWith("90");
            int port = server.port();
            server.close();
            a.passes(Replica.SILENCE);

            assertThat(connack(a, V3, token)).isEqualTo("20020003");
            assertThat(connack(a, V5, token)).startsWith("20").contains("0088");
            assertThat(a.events)
                    .filteredOn(event -> event.kind() == AccessEvent.Kind.CONNECT_REFUSED)
                    .extracting(AccessEvent::reason)
                    .containsExactly("FEED_SILENT", "FEED_SILENT");
            mosquitto.publish("plant/x", "goes on");
            assertThat(live.read()).contains(hex("goes on"));

            server = serve(port);
            await().atMost(PATIENCE).until(() -> !a.replica.isSilent());
            assertThat(connack(a, V3, token)).isEqualTo("20020000");

            server.close();
            provider.grants.suspend(flowId, Party.CONSUMER);
            server = serve(port);
            assertThat(live.readToEnd()).as("cut when the feed is back").isEmpty();
            assertThat(connack(a, V3, token)).isEqualTo("20020005");
        }
    }

    @Test
    void aBrokerEntryThatTheGatewayDoesNotHaveIsNamed() throws Exception {
        Broker forgotten = new Broker(
                "forgotten", plant.url(), plant.login(), plant.topics(), plant.unrestricted(), plant.dialect());
        String token = provider.subscriber(flowId, forgotten, "plant/#");
        awaitKnown(a);

        assertThat(connack(a, V3, token)).isEqualTo("20020003");
        assertThat(a.events).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("BROKER_UNREACHABLE");
            assertThat(event.details().get("cause")).contains("this gateway has no broker entry 'forgotten'");
        });
    }

    @Test
    void tokensAreRefreshedThroughTheGateway() throws Exception {
        String token = provider.subscriber(flowId, plant, "plant/#");
        awaitKnown(b);
        String refresh = provider.refreshToken(flowId);

        HttpResponse<String> form = post("/token", "grant_type=refresh_token&refresh_token=" + refresh);

        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(form.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(form.body()).contains("\"access_token\"");
        String fresh = form.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        assertThat(connack(b, V3, fresh)).isEqualTo("20020000");
        assertThat(connack(b, V3, token)).isEqualTo("20020000");

        String next = form.body().replaceAll(".*\"refresh_token\":\"([^\"]+)\".*", "$1");
        assertThat(post("/token?grant_type=refresh_token&refresh_token=" + next, "")
                        .statusCode())
                .as("parameters in the query")
                .isEqualTo(200);
        HttpResponse<String> refused = post("/token", "grant_type=refresh_token&refresh_token=none");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("invalid_grant", "BAD_TOKEN");
    }

    @Test
    void aQueryThatIsNoneIsNotPassedOn() throws Exception {
        try (RawClient raw = RawClient.tls(provider, b.gateway.webPort())) {
            raw.writeAll("POST /token?%% HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(raw.head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void withoutTheConnectorTheTokenEndpointSaysSo() throws Exception {
        provider.close();

        HttpResponse<String> answer = post("/token", "grant_type=refresh_token&refresh_token=any");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"error\":\"temporarily_unavailable\"", "CONNECTOR_UNREACHABLE");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
    }

    @Test
    void theKeysAreThoseOfTheConnector() throws Exception {
        HttpResponse<String> keys =
                client().send(HttpRequest.newBuilder(uri("/jwks")).build(), BodyHandlers.ofString());

        assertThat(keys.body()).isEqualTo(provider.key.publicJwks());
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return client().send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Authorization", "Bearer some-token-of-its-own")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("https://localhost:" + b.gateway.webPort() + path);
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(provider.trust()).build();
    }

    private static String hex(String text) {
        return Wire.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
