package dev.mqttdsp.edr.testing;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.junit.extensions.EmbeddedRuntime;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.util.io.Ports;
import org.eclipse.edc.web.jetty.JettyService;

/** A consumer's connector: EDC as it is, and the endpoint. */
public final class ConsumerRuntime implements AutoCloseable {
    private final int management = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final EmbeddedRuntime runtime;

    private ConsumerRuntime(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.ofEntries(
                Map.entry("edc.participant.id", "consumer"),
                Map.entry("web.http.port", String.valueOf(freePort())),
                Map.entry("web.http.path", "/api"),
                Map.entry("web.http.management.port", String.valueOf(management)),
                Map.entry("web.http.management.path", "/api/management"),
                Map.entry("web.http.protocol.port", String.valueOf(freePort())),
                Map.entry("web.http.protocol.path", "/api/protocol"),
                Map.entry("web.http.control.port", String.valueOf(freePort())),
                Map.entry("web.http.control.path", "/api/control")));
        all.putAll(settings);
        runtime = new EmbeddedRuntime("consumer", new URL[0]) {
            @Override
            protected Monitor createMonitor() {
                return new Listening();
            }
        }.configurationProvider(() -> ConfigFactory.fromMap(all));
    }

    /** Below the ports that the kernel gives to outgoing connections, and in a range that no other module's tests use. */
    private static int freePort() {
        return Ports.getFreePort(13_500, 17_000);
    }

    /** Boots one with these settings beside what it needs anyway. */
    public static ConsumerRuntime boot(Map<String, String> settings) {
        ConsumerRuntime booted = new ConsumerRuntime(settings);
        booted.runtime.registerSystemExtension(ServiceExtension.class, new Loopback());
        booted.runtime.boot();
        return booted;
    }

    /** A new transfer of this consumer's. */
    public String transfer(TransferProcessStates state, String reason) {
        String id = UUID.randomUUID().toString();
        save(id, state, reason);
        return id;
    }

    /** Puts a transfer into a state. */
    public void save(String id, TransferProcessStates state, String reason) {
        service(TransferProcessStore.class)
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

    /** Stores a data address, as if it had come at that time. */
    public void address(String id, long createdAtMillis, Map<String, String> properties) {
        var entry = EndpointDataReferenceEntry.Builder.newInstance()
                .transferProcessId(id)
                .assetId("asset")
                .agreementId("agreement")
                .providerId("provider")
                .contractNegotiationId("negotiation")
                .participantContextId("consumer")
                .createdAt(createdAtMillis)
                .build();
        var address = DataAddress.Builder.newInstance().type("Mqtt");
        properties.forEach(address::property);
        service(EndpointDataReferenceStore.class)
                .save(entry, address.build())
                .orElseThrow(f -> new AssertionError(f.getFailureDetail()));
    }

    /** A service of the runtime. */
    public <T> T service(Class<T> type) {
        return runtime.getService(type);
    }

    /** What it has warned of. */
    public List<String> warnings() {
        return warnings;
    }

    /** Asks for a data address. */
    public HttpResponse<String> get(String id, String query) {
        return getLater(id, query).join();
    }

    /** Asks for a data address, and does not wait for the answer. */
    public CompletableFuture<HttpResponse<String>> getLater(String id, String query) {
        return http.sendAsync(request(id + "/dataaddress" + query).GET().build(), BodyHandlers.ofString());
    }

    /** Asks for entries. */
    public HttpResponse<String> post(String body) {
        return http.sendAsync(
                        request("request").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString())
                .join();
    }

    /** Has a data address forgotten. */
    public HttpResponse<String> delete(String id) {
        return http.sendAsync(request(id).DELETE().build(), BodyHandlers.ofString())
                .join();
    }

    /** The JSON of an answer. */
    public static JsonStructure json(HttpResponse<String> response) {
        return Json.createReader(new StringReader(response.body())).read();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/api/management/v3/edrs/" + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(90));
    }

    @Override
    public void close() {
        runtime.shutdown();
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

    private final class Listening implements Monitor {
        @Override
        public void warning(Supplier<String> supplier, Throwable... errors) {
            warnings.add(supplier.get());
        }
    }
}
