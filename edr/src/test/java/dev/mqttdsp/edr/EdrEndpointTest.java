package dev.mqttdsp.edr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessStarted;
import org.eclipse.edc.connector.controlplane.transfer.spi.event.TransferProcessTerminated;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.junit.extensions.EmbeddedRuntime;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.event.EventRouter;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.util.io.Ports;
import org.eclipse.edc.web.jetty.JettyService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The endpoint in a stock EDC runtime. */
class EdrEndpointTest {
    private static final String MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";
    private static final String URL_OF_BROKER = "wss://localhost:8884/mqtt";

    private static final int MANAGEMENT = Ports.getFreePort();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final EmbeddedRuntime RUNTIME = new EmbeddedRuntime("consumer", new URL[0]) {
        @Override
        protected Monitor createMonitor() {
            return new Monitor() {};
        }
    }.configurationProvider(() -> ConfigFactory.fromMap(Map.ofEntries(
            Map.entry("edc.participant.id", "consumer"),
            Map.entry("web.http.port", String.valueOf(Ports.getFreePort())),
            Map.entry("web.http.path", "/api"),
            Map.entry("web.http.management.port", String.valueOf(MANAGEMENT)),
            Map.entry("web.http.management.path", "/api/management"),
            Map.entry("web.http.protocol.port", String.valueOf(Ports.getFreePort())),
            Map.entry("web.http.protocol.path", "/api/protocol"),
            Map.entry("web.http.control.port", String.valueOf(Ports.getFreePort())),
            Map.entry("web.http.control.path", "/api/control"))));

    @BeforeAll
    static void boot() {
        RUNTIME.registerSystemExtension(ServiceExtension.class, new Loopback());
        RUNTIME.boot();
    }

    @AfterAll
    static void shutdown() {
        RUNTIME.shutdown();
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
        var response = getLater(id, "?wait=60");

        save(id, TransferProcessStates.STARTED, null);
        address(id);
        await().untilAsserted(() -> {
            RUNTIME.getService(EventRouter.class)
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
        var response = getLater(id, "?wait=60");

        save(id, TransferProcessStates.TERMINATED, "the provider has no such thing");
        await().untilAsserted(() -> {
            RUNTIME.getService(EventRouter.class)
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
    void entriesAreFoundByTheirProperties() {
        String id = transfer(TransferProcessStates.STARTED, null);
        address(id);
        address(transfer(TransferProcessStates.STARTED, null));

        var response = post("""
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
        assertError(post("{\"@context\":"), 400, "InvalidRequest", "not a JSON object");
        assertError(post("[]"), 400, "InvalidRequest", "not a JSON object");
        assertError(
                post("{\"@context\":{\"@vocab\":\"https://w3id.org/edc/v0.0.1/ns/\"},\"limit\":-1}"),
                400,
                "InvalidRequest",
                "limit");
    }

    @Test
    void aQueryWithoutABodyFindsAll() {
        address(transfer(TransferProcessStates.STARTED, null));

        var response = post("");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).asJsonArray()).isNotEmpty();
    }

    @Test
    void aDeletedAddressIsGone() {
        String id = transfer(TransferProcessStates.STARTED, null);
        address(id);

        assertThat(send(request(id).DELETE()).statusCode()).isEqualTo(204);

        assertThat(get(id + "/dataaddress", "").statusCode()).isEqualTo(404);
        assertError(send(request(id).DELETE()), 404, "ObjectNotFound", id);
    }

    private static String transfer(TransferProcessStates state, String reason) {
        String id = UUID.randomUUID().toString();
        save(id, state, reason);
        return id;
    }

    private static void save(String id, TransferProcessStates state, String reason) {
        RUNTIME.getService(TransferProcessStore.class)
                .save(TransferProcess.Builder.newInstance()
                        .id(id)
                        .correlationId("provider-side-" + id)
                        .type(TransferProcess.Type.CONSUMER)
                        .assetId("asset")
                        .contractId("agreement")
                        .transferType("Mqtt-PULL")
                        .participantContextId("consumer")
                        .pending(true) // nobody moves it on
                        .state(state.code())
                        .errorDetail(reason)
                        .build());
    }

    private static void address(String id) {
        var entry = EndpointDataReferenceEntry.Builder.newInstance()
                .transferProcessId(id)
                .assetId("asset")
                .agreementId("agreement")
                .providerId("provider")
                .participantContextId("consumer")
                .build();
        var address = DataAddress.Builder.newInstance()
                .type("Mqtt")
                .property(MQTT + "baseUrl", URL_OF_BROKER)
                .property(EDC + "endpoint", URL_OF_BROKER)
                .build();
        RUNTIME.getService(EndpointDataReferenceStore.class)
                .save(entry, address)
                .orElseThrow(f -> new AssertionError(f.getFailureDetail()));
    }

    private static HttpResponse<String> get(String id, String query) {
        return send(request(id + "/dataaddress" + query).GET());
    }

    private static CompletableFuture<HttpResponse<String>> getLater(String id, String query) {
        return HTTP.sendAsync(request(id + "/dataaddress" + query).GET().build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String body) {
        return send(request("request").POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + MANAGEMENT + "/api/management/v3/edrs/" + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(90));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private static void assertError(HttpResponse<String> response, int status, String type, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        var detail = json(response).asJsonArray().getJsonObject(0);
        assertThat(detail.getString("type")).isEqualTo(type);
        assertThat(detail.getString("message")).contains(message);
    }

    private static JsonStructure json(HttpResponse<String> response) {
        return Json.createReader(new StringReader(response.body())).read();
    }

    /** Keeps the runtime to itself. */
    static final class Loopback implements ServiceExtension {
        @Inject
        private JettyService jetty;

        @Override
        public void initialize(ServiceExtensionContext context) {
            jetty.addConnectorConfigurationCallback(connector -> connector.setHost("127.0.0.1"));
        }
    }
}
