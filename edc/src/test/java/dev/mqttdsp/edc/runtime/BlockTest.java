package dev.mqttdsp.edc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.edc.spi.system.health.HealthCheckService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks for at the Management API, in a stock runtime. */
class BlockTest {
    private static final String ANYBODY = "{\"@context\": \"http://www.w3.org/ns/odrl.jsonld\", \"@type\": \"Set\"}";
    private static final String CONSUMER = "{\"participantId\": \"consumer\", \"reason\": \"unpaid\"}";

    @TempDir
    private static Path directory;

    private static Path audit;
    private static Dataspace dataspace;
    private static Connector provider;
    private static String agreement;

    @BeforeAll
    static void boot() {
        audit = directory.resolve("audit.jsonl");
        dataspace = new Dataspace(directory, Map.of("edc.mqtt.audit.file", audit.toString()));
        provider = dataspace.provider;
        dataspace.offer("machine", """
                {"type": "Mqtt", "baseUrl": "mqtt://localhost:9", "mqttEndpointType": "mqtt-tls",
                 "dsp-mqtt:topic": "plant/#"}""", ANYBODY);
        agreement = dataspace.agree("machine");
    }

    @AfterAll
    static void close() {
        dataspace.close();
    }

    @Test
    void aBlockedParticipantsTransfersEndAndNoNewOneStartsUntilItIsLetInAgain() throws Exception {
        int before = events("BLOCKED", "");
        String running = started();
        String suspended = started();
        String flow = dataspace.flowOf(running);
        String pausedFlow = dataspace.flowOf(suspended);
        assertThat(provider.suspend(pausedFlow).statusCode()).isEqualTo(204);
        dataspace.awaitState(dataspace.consumer, suspended, "SUSPENDED");
        assertThat(grants("open")).isPositive();
        assertThat(grants("suspended")).isEqualTo(1);

        JsonObject blocked =
                Connector.json(provider.post("/v3/mqtt/blocks", CONSUMER)).asJsonObject();

        assertThat(blocked.getString("participantId")).isEqualTo("consumer");
        assertThat(blocked.getJsonArray("terminatedTransfers").toString())
                .contains(flow)
                .contains(pausedFlow);
        assertThat(blocked.getJsonArray("failures")).isEmpty();
        dataspace.awaitState(dataspace.consumer, running, "TERMINATED");
        dataspace.awaitState(dataspace.consumer, suspended, "TERMINATED");
        assertThat(grants("open")).isZero();
        assertThat(grants("suspended")).isZero();
        assertThat(((JsonArray) provider.get("/v3/mqtt/blocks")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.asJsonObject().getString("participantId")).isEqualTo("consumer");
                    assertThat(entry.asJsonObject().getString("reason")).isEqualTo("unpaid");
                });

        String refused = dataspace.transfer(agreement, "Mqtt-PULL");
        dataspace.awaitState(dataspace.consumer, refused, "TERMINATED");
        assertThat(dataspace.consumer.transferReason(refused)).contains("PARTICIPANT_BLOCKED");

        assertThat(provider.send("DELETE", "/v3/mqtt/blocks?participantId=consumer", "")
                        .statusCode())
                .isEqualTo(204);
        started();

        assertThat(events("BLOCKED", "")).isEqualTo(before + 1);
        assertThat(events("UNBLOCKED", "")).isEqualTo(before + 1);
        assertThat(events("ENDED", "PARTICIPANT_BLOCKED")).isGreaterThanOrEqualTo(2);
        assertThat(events("NOT_GIVEN", "PARTICIPANT_BLOCKED")).isEqualTo(1);
        assertThat(audit).content().contains("\"event\":\"BLOCKED\"").contains("\"because\":\"unpaid\"");
    }

    @Test
    void idsWithPercentSignsAreBlockedAndLetInAgain() {
        String id = "did:web:host%3A8080";
        assertThat(provider.post("/v3/mqtt/blocks", "{\"participantId\": \"" + id + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(access().getJsonArray("blocked").getString(0)).isEqualTo(id);

        HttpResponse<String> careless = provider.send("DELETE", "/v3/mqtt/blocks?participantId=" + id, "");
        assertThat(careless.statusCode()).isEqualTo(404);
        assertThat(careless.body()).contains("did:web:host:8080 is not blocked").contains("%25");

        assertThat(provider.send("DELETE", "/v3/mqtt/blocks?participantId=did%3Aweb%3Ahost%253A8080", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(access().getJsonArray("blocked")).isEmpty();
    }

    @Test
    void badRequestsAreRefusedInJsonAndChangeNothing() {
        for (String body : new String[] {"", "nonsense", "{}", "{\"participantId\": 1}", "{\"id\": \"consumer\"}"}) {
            HttpResponse<String> response = provider.post("/v3/mqtt/blocks", body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.body()).as(body).startsWith("[{\"message\":").contains("accepted: ");
        }
        assertThat(provider.send("DELETE", "/v3/mqtt/blocks", "").statusCode()).isEqualTo(400);
        assertThat(((JsonArray) provider.get("/v3/mqtt/blocks"))).isEmpty();
    }

    @Test
    void theStateOfAccessAndOfTheAuditFileAreTold() {
        started();

        JsonObject access = access();

        assertThat(access.getJsonObject("audit").getString("file")).isEqualTo(audit.toString());
        assertThat(access.getJsonObject("audit").getInt("lost")).isZero();
        assertThat(access.getJsonObject("audit").isNull("failing")).isTrue();
        assertThat(events("GIVEN", "")).isPositive();
        assertThat(provider.service(HealthCheckService.class).isReady().getComponentResults())
                .anySatisfy(result -> assertThat(result.getComponent()).isEqualTo("MQTT over DSP: audit"));
    }

    private static int grants(String state) {
        return access().getJsonObject("grants").getInt(state);
    }

    private static String started() {
        String transfer = dataspace.transfer(agreement, "Mqtt-PULL");
        dataspace.awaitState(dataspace.consumer, transfer, "STARTED");
        return transfer;
    }

    private static JsonObject access() {
        return provider.get("/v3/mqtt/access").asJsonObject();
    }

    private static int events(String event, String reason) {
        return access().getJsonArray("events").stream()
                .map(JsonValue::asJsonObject)
                .filter(count -> count.getString("event").equals(event)
                        && count.getString("reason").equals(reason))
                .mapToInt(count -> count.getInt("count"))
                .sum();
    }
}
