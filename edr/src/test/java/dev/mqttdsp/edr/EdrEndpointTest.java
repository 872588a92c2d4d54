package dev.mqttdsp.edr;

import static dev.mqttdsp.edr.testing.ConsumerRuntime.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.edr.testing.ConsumerRuntime;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessStarted;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessTerminated;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.spi.event.EventRouter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The endpoint in a stock EDC runtime. */
class EdrEndpointTest {
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String URL_OF_BROKER = "wss://localhost:8884/mqtt";

    private static ConsumerRuntime consumer;

    @BeforeAll
    static void boot() {
        consumer = ConsumerRuntime.boot(Map.of());
    }

    @AfterAll
    static void shutdown() {
        consumer.close();
    }

    @Test
    void theAddressOfAStartedTransferIsGivenCompacted() {
        String id = transfer(TransferProcessStates.STARTED, null);
        address(id);

        var response = get(id, "");

        assertThat(response.statusCode()).isEqualTo(200);
        var json = json(response).asJsonObject();
        assertThat(json.getString("@type")).isEqualTo("DataAddress");
        assertThat(json.getString("type")).isEqualTo("Mqtt");
        assertThat(json.getString("endpoint")).isEqualTo(URL_OF_BROKER);
        assertThat(json.getString(MQTT + "baseUrl")).isEqualTo(URL_OF_BROKER);
    }

    @Test
    void anUnknownTransferIs404() {
        assertError(get("nobody", ""), 404, "ObjectNotFound", "nobody");
        assertError(get("nobody", "?wait=30"), 404, "ObjectNotFound", "nobody");
    }

    @Test
    void aTransferWithoutAnAddressIs404AtOnceOr204AfterTheWait() {
        String id = transfer(TransferProcessStates.REQUESTED, null);

        assertError(get(id, ""), 404, "ObjectNotFound", id);
        var response = get(id, "?wait=1");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void anAddressIsNotGivenAnyMoreOnceASuspensionOrTheEndWasAccepted() {
        String suspended = transfer(TransferProcessStates.SUSPENDING_REQUESTED, null);
        address(suspended);
        String ended = transfer(TransferProcessStates.TERMINATING_REQUESTED, null);
        address(ended);

        assertError(get(suspended, ""), 404, "ObjectNotFound", suspended);
        assertError(get(ended, ""), 409, "ObjectConflict", "TERMINATING_REQUESTED");
    }

    @Test
    void anEndedTransferIs409WithStateAndReason() {
        String id = transfer(TransferProcessStates.TERMINATED, "enough");

        var response = get(id, "?wait=30");

        assertError(response, 409, "ObjectConflict", "TERMINATED: enough");
        var detail = json(response).asJsonArray().getJsonObject(0);
        assertThat(detail.getString("state")).isEqualTo("TERMINATED");
        assertThat(detail.getString("reason")).isEqualTo("enough");
    }

    @Test
    void aWaitingReaderGetsTheAddressWhenTheTransferStarts() {
        String id = transfer(TransferProcessStates.REQUESTED, null);
        var response = consumer.getLater(id, "?wait=60");

        consumer.save(id, TransferProcessStates.STARTED, null);
        address(id);
        await().untilAsserted(() -> {
            consumer.service(EventRouter.class)
                    .publish(TransferProcessStarted.Builder.newInstance()
                            .transferProcessId(id)
                            .build());
            assertThat(response).isDone();
        });

        assertThat(response.join().statusCode()).isEqualTo(200);
        assertThat(response.join().body()).contains(URL_OF_BROKER);
    }

    @Test
    void aWaitingReaderLearnsThatTheTransferEnded() {
        String id = transfer(TransferProcessStates.REQUESTED, null);
        var response = consumer.getLater(id, "?wait=60");

        consumer.save(id, TransferProcessStates.TERMINATED, "the provider has no such thing");
        await().untilAsserted(() -> {
            consumer.service(EventRouter.class)
                    .publish(TransferProcessTerminated.Builder.newInstance()
                            .transferProcessId(id)
                            .build());
            assertThat(response).isDone();
        });

        assertError(response.join(), 409, "ObjectConflict", "the provider has no such thing");
    }

    @Test
    void aWaitThatIsNoNumberOfSecondsIsRefused() {
        assertError(get("t", "?wait=soon"), 400, "InvalidRequest", "found 'soon'; accepted: seconds from 0 to 60");
        assertError(get("t", "?wait=61"), 400, "InvalidRequest", "found '61'");
        assertError(get("t", "?wait=-1"), 400, "InvalidRequest", "found '-1'");
    }

    @Test
    void anAutoRefreshThatIsNeitherTrueNorFalseIsRefused() {
        assertError(
                get("t", "?auto_refresh=yes"),
                400,
                "InvalidRequest",
                "auto_refresh: found 'yes'; accepted: true, false");
    }

    @Test
    void entriesAreFoundByTheirProperties() {
        String id = transfer(TransferProcessStates.STARTED, null);
        address(id);
        address(transfer(TransferProcessStates.STARTED, null));

        var response = consumer.post("""
                {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@type": "QuerySpec",
                 "filterExpression": [
                   {"operandLeft": "transferProcessId", "operator": "=", "operandRight": "%s"}]}""".formatted(id));

        assertThat(response.statusCode()).isEqualTo(200);
        var entries = json(response).asJsonArray();
        assertThat(entries).hasSize(1);
        var entry = entries.getJsonObject(0);
        assertThat(entry.getString("@id")).isEqualTo(id);
        assertThat(entry.getString("transferProcessId")).isEqualTo(id);
        assertThat(entry.getString("assetId")).isEqualTo("asset");
        assertThat(entry.getString("agreementId")).isEqualTo("agreement");
        assertThat(entry.getString("providerId")).isEqualTo("provider");
    }

    @Test
    void aQueryThatIsNoneIsRefusedInJson() {
        assertError(consumer.post("{\"@context\":"), 400, "InvalidRequest", "not a JSON object");
        assertError(consumer.post("[]"), 400, "InvalidRequest", "not a JSON object");
        assertError(
                consumer.post("{\"@context\":{\"@vocab\":\"https://w3id.org/edc/v0.0.1/ns/\"},\"limit\":-1}"),
                400,
                "InvalidRequest",
                "limit");
    }

    @Test
    void aQueryWithoutABodyFindsAll() {
        address(transfer(TransferProcessStates.STARTED, null));

        var response = consumer.post("");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).asJsonArray()).isNotEmpty();
    }

    @Test
    void aDeletedAddressIsGone() {
        String id = transfer(TransferProcessStates.STARTED, null);
        address(id);

        assertThat(consumer.delete(id).statusCode()).isEqualTo(204);

        assertThat(get(id + "/dataaddress", "").statusCode()).isEqualTo(404);
        assertError(consumer.delete(id), 404, "ObjectNotFound", id);
    }

    private static String transfer(TransferProcessStates state, String reason) {
        return consumer.transfer(state, reason);
    }

    private static void address(String id) {
        consumer.address(
                id,
                System.currentTimeMillis(),
                Map.of(MQTT + "baseUrl", URL_OF_BROKER, EDC + "endpoint", URL_OF_BROKER));
    }

    private static HttpResponse<String> get(String id, String query) {
        return consumer.get(id, query);
    }

    private static void assertError(HttpResponse<String> response, int status, String type, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        var detail = json(response).asJsonArray().getJsonObject(0);
        assertThat(detail.getString("type")).isEqualTo(type);
        assertThat(detail.getString("message")).contains(message);
    }
}
