package dev.mqttdsp.acceptance;

import static dev.mqttdsp.acceptance.kit.MqttSession.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttVersion;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import dev.mqttdsp.acceptance.kit.Access;
import dev.mqttdsp.acceptance.kit.Dataspace;
import dev.mqttdsp.acceptance.kit.Management;
import dev.mqttdsp.acceptance.kit.MqttSession;
import dev.mqttdsp.acceptance.kit.TokenRequest;
import dev.mqttdsp.acceptance.kit.TokenRequest.Answer;
import dev.mqttdsp.client.Blocks;
import dev.mqttdsp.client.ConnectorException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of access, in the log and in the audit file, and how a partner is cut off. */
class AuditTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOOPBACK = "127\\.0\\.0\\.1:[0-9]+";

    @TempDir
    private static Path directory;

    private static Path audit;
    private static Dataspace dataspace;

    @BeforeAll
    static void boot() throws Exception {
        audit = directory.resolve("audit.jsonl");
        dataspace = Dataspace.boot(Map.of("edc.mqtt.audit.file", audit.toString()));
    }

    @AfterAll
    static void close() throws IOException {
        dataspace.close();
    }

    @Test
    void theAuditTellsTheWholeStoryOfAnAccess() throws Exception {
        Access access = dataspace.access("mqtt-wss", "audit/story");
        MqttSession session = connect(access, access.token());
        assertThat(session.subscribe("audit/story", "audit/other").get(0)).isEqualTo(GRANTED);
        String refreshToken = refreshToken(access);
        assertThat(tokens().send(refreshToken).status()).isEqualTo(200);
        dataspace.provider().management().terminate(access.flowId(), "enough");
        session.ended().get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> connect(access, access.token())).isInstanceOf(Mqtt5ConnAckException.class);

        await().atMost(PATIENCE).until(() -> of(access).size() >= 7);
        List<JsonNode> story = of(access);
        assertThat(story)
                .extracting(event -> event.path("event").asText() + " "
                        + event.path("reason").asText())
                .containsExactlyInAnyOrder(
                        "GIVEN ",
                        "CONNECTED ",
                        "TOPIC_REFUSED SUBSCRIBE_NOT_GRANTED",
                        "REFRESHED ",
                        "ENDED TERMINATED_BY_PROVIDER",
                        "CUT FLOW_ENDED",
                        "CONNECT_REFUSED FLOW_ENDED");
        assertThat(story).allSatisfy(event -> {
            assertThat(event.path("participant").asText()).isEqualTo("provider");
            assertThat(event.path("consumer").asText()).isEqualTo("consumer");
            assertThat(event.path("asset").asText()).isEqualTo(access.asset());
            assertThat(event.path("agreement").asText()).isNotEmpty();
            assertThat(Instant.parse(event.path("time").asText()))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now());
        });
        JsonNode given = event(access, "GIVEN");
        assertThat(given.path("details").path("topics").asText()).contains("audit/story");
        assertThat(given.path("details").path("until").asText()).isEqualTo("unlimited");
        assertThat(event(access, "CONNECTED").path("address").asText()).matches(LOOPBACK);
        assertThat(event(access, "CONNECTED").path("details").path("client").asText())
                .isEqualTo("reader");
        assertThat(Files.readString(audit)).doesNotContain(access.token()).doesNotContain(refreshToken);

        assertLogged(access, "CONNECTED, consumer=consumer, address=" + LOOPBACK + ", .*client=reader.*");
        assertLogged(access, "CUT, reason=FLOW_ENDED, consumer=consumer, address=" + LOOPBACK + ", .*");
        assertLogged(access, "CONNECT_REFUSED, reason=FLOW_ENDED, consumer=consumer, address=" + LOOPBACK + ", .*");
        assertLogged(access, "ENDED, reason=TERMINATED_BY_PROVIDER, consumer=consumer");
    }

    @Test
    void prometheusIsShownWhatTheGatewayDoes() throws Exception {
        Access access = dataspace.access("mqtt-tls", "audit/metrics");
        MqttSession session = connect(access, access.token());
        session.subscribe("audit/metrics");
        dataspace.broker().publish("audit/metrics", "measured");
        assertThat(session.next()).contains("measured");

        String metrics = metrics();
        assertThat(metrics)
                .contains("mqtt_gateway_sessions{asset=\"" + access.asset() + "\",consumer=\"consumer\",flow=\""
                        + access.flowId() + "\"} 1")
                .containsPattern("mqtt_gateway_messages_total\\{direction=\"to_client\"} [1-9]")
                .containsPattern("mqtt_access_events_total\\{event=\"CONNECTED\",reason=\"\"} [1-9]")
                .containsPattern("mqtt_gateway_handshake_seconds_count [1-9]")
                .contains("mqtt_gateway_limits_total{limit=\"failures.address\"} 0")
                .contains("jvm_memory_used_bytes");

        dataspace.provider().management().terminate(access.flowId(), "enough");
        session.ended().get(10, TimeUnit.SECONDS);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics())
                .containsPattern("mqtt_gateway_cut_seconds_count [1-9]")
                .doesNotContain(access.flowId()));
    }

    private static String metrics() throws IOException, InterruptedException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(dataspace.provider().log().resolveSibling("connector.properties"))) {
            settings.load(file);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + settings.getProperty("web.http.port") + "/api/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        return answer.body();
    }

    @Test
    void aStolenRefreshTokenThatIsUsedLaterIsAnIncidentAndTheGrantIsDead() throws Exception {
        Access access = dataspace.access("mqtt-tls", "audit/stolen");
        MqttSession session = connect(access, access.token());
        String stolen = refreshToken(access);
        Answer owners = tokens().send(stolen);
        assertThat(tokens().send(owners.refreshToken()).status()).isEqualTo(200);

        assertThat(tokens().send(stolen).error()).isEqualTo("invalid_grant: REUSED");

        assertThat(session.ended().get(10, TimeUnit.SECONDS)).isInstanceOf(Mqtt5DisconnectException.class);
        await().atMost(PATIENCE).until(() -> of(access).size() >= 6);
        JsonNode incident = event(access, "INCIDENT");
        assertThat(incident.path("reason").asText()).isEqualTo("REUSED");
        assertThat(incident.path("address").asText()).matches(LOOPBACK);
        assertThat(incident.path("consumer").asText()).isEqualTo("consumer");
        assertThat(event(access, "CUT").path("reason").asText()).isEqualTo("SUPERSEDED");
        assertLogged(access, "INCIDENT, reason=REUSED, consumer=consumer, address=" + LOOPBACK);
        assertLogged(access, "CUT, reason=SUPERSEDED, consumer=consumer, address=" + LOOPBACK + ", .*");
        assertThat(Files.readString(audit)).doesNotContain(stolen).doesNotContain(owners.accessToken());
    }

    @Test
    void whoComesWithNothingThatCountsIsToldByAddress() throws Exception {
        Access access = dataspace.access("mqtt-tls", "audit/stranger");
        int before = refusals("BAD_CREDENTIAL").size();

        assertThatThrownBy(() -> MqttSession.connect(
                        MqttVersion.MQTT_5_0,
                        access.address().url(),
                        dataspace.ca(),
                        "line\nflow x: CONNECTED",
                        "let me in"))
                .isInstanceOf(Mqtt5ConnAckException.class);

        await().atMost(PATIENCE).until(() -> refusals("BAD_CREDENTIAL").size() == before + 1);
        JsonNode refusal = refusals("BAD_CREDENTIAL").get(before);
        assertThat(refusal.path("address").asText()).matches(LOOPBACK);
        assertThat(refusal.path("details").path("client").asText()).isEqualTo("line\nflow x: CONNECTED");
        assertThat(log())
                .anyMatch(line -> line.matches(".*flow -: CONNECT_REFUSED, reason=BAD_CREDENTIAL, address=" + LOOPBACK
                        + ", .*client='line.u000aflow x: CONNECTED'.*"))
                .noneMatch(line -> line.startsWith("flow x"));
    }

    @Test
    void aBlockedPartnerIsCutOffAndBarredUntilItIsLetInAgain() throws Exception {
        Access access = dataspace.access("mqtt-wss", "audit/blocked");
        MqttSession session = connect(access, access.token());
        assertThat(session.subscribe("audit/blocked")).containsExactly(GRANTED);
        String refreshToken = refreshToken(access);
        Blocks blocks = dataspace.provider().management().blocks();

        Blocks.Ended ended = blocks.block("consumer", "unpaid");
        try {
            assertThat(ended.terminated()).contains(access.flowId());
            assertThat(ended.failures()).isEmpty();
            assertThat(session.ended().get(10, TimeUnit.SECONDS)).isInstanceOf(Mqtt5DisconnectException.class);
            assertThatThrownBy(() -> connect(access, access.token())).isInstanceOf(Mqtt5ConnAckException.class);
            assertThat(tokens().send(refreshToken).error()).isEqualTo("invalid_grant: PARTICIPANT_BLOCKED");
            await().atMost(PATIENCE).until(() -> dataspace
                    .consumer()
                    .management()
                    .transfer(access.consumersId())
                    .hasEnded());
            assertThatThrownBy(() -> dataspace.transfer(access.asset(), access.agreement()))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("PARTICIPANT_BLOCKED");
            JsonNode state = Management.of(dataspace.provider()).get("/v3/mqtt/access");
            assertThat(state.path("blocked").get(0).asText()).isEqualTo("consumer");
            assertThat(state.path("grants").path("open").asInt()).isZero();
            assertThat(state.path("audit").path("lost").asInt()).isZero();
        } finally {
            blocks.unblock("consumer");
        }

        Access next = dataspace.transfer(access.asset(), access.agreement());
        connect(next, next.token()).close();
        await().atMost(PATIENCE).until(() -> of(next).size() >= 3);
        assertThat(event(access, "ENDED").path("reason").asText()).isEqualTo("PARTICIPANT_BLOCKED");
        assertLogged(access, "CUT, reason=FLOW_ENDED, consumer=consumer, address=" + LOOPBACK + ", .*");
        assertLogged(
                access, "CONNECT_REFUSED, reason=PARTICIPANT_BLOCKED, consumer=consumer, address=" + LOOPBACK + ", .*");
        assertLogged(access, "REFRESH_REFUSED, reason=PARTICIPANT_BLOCKED, consumer=consumer, address=" + LOOPBACK);
        assertThat(events())
                .extracting(event -> event.path("event").asText())
                .contains("BLOCKED", "UNBLOCKED", "NOT_GIVEN");
    }

    @Test
    void theAuditGoesOnInANewFileWhenTheOldOneIsMovedAway() throws Exception {
        Path moved = directory.resolve("audit.jsonl.1");
        dataspace.access("mqtt-tls", "audit/before");
        await().atMost(PATIENCE).until(() -> !events().isEmpty());

        Files.move(audit, moved);
        Access access = dataspace.access("mqtt-tls", "audit/after");

        await().atMost(PATIENCE).until(() -> Files.exists(audit) && !of(access).isEmpty());
        Files.writeString(moved, Files.readString(moved) + Files.readString(audit));
        // The other tests look for their events in the file as a whole.
        Files.move(moved, audit, StandardCopyOption.REPLACE_EXISTING);
    }

    private static TokenRequest tokens() {
        return TokenRequest.at(dataspace);
    }

    private static String refreshToken(Access access) {
        return Management.of(dataspace.consumer())
                .get("/v3/edrs/" + access.consumersId() + "/dataaddress")
                .path("dsp-mqtt:refreshToken")
                .asText();
    }

    private static MqttSession connect(Access access, String token) throws Exception {
        return MqttSession.connect(MqttVersion.MQTT_5_0, access.address().url(), dataspace.ca(), "reader", token);
    }

    private static List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(audit)) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private static List<JsonNode> of(Access access) throws IOException {
        return events().stream()
                .filter(event -> event.path("flow").asText().equals(access.flowId()))
                .toList();
    }

    private static JsonNode event(Access access, String kind) throws IOException {
        return of(access).stream()
                .filter(event -> event.path("event").asText().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    private static List<JsonNode> refusals(String reason) throws IOException {
        return events().stream()
                .filter(event -> event.path("event").asText().equals("CONNECT_REFUSED")
                        && event.path("reason").asText().equals(reason))
                .toList();
    }

    private static List<String> log() throws IOException {
        return Files.readAllLines(dataspace.provider().log());
    }

    /** There is one line, and no second, about that flow which says so. */
    private static void assertLogged(Access access, String line) {
        String expected = ".*flow " + access.flowId() + ": " + line;
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<String> lines = Files.lines(dataspace.provider().log())) {
                assertThat(lines.filter(logged -> logged.matches(expected))).hasSize(1);
            }
        });
    }
}
