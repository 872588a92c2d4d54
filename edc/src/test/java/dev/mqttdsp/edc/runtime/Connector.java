package dev.mqttdsp.edc.runtime;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
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
import java.util.Map;
import org.eclipse.edc.junit.extensions.EmbeddedRuntime;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.spi.system.configuration.ConfigFactory;
import org.eclipse.edc.util.io.Ports;
import org.eclipse.edc.web.jetty.JettyService;

/** A stock EDC runtime with this module on its class path, on loopback, with its Management API at hand. */
final class Connector implements AutoCloseable {
    static final String PROTOCOL = "dataspace-protocol-http:2025-1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String management;
    private final String protocol;
    private final EmbeddedRuntime runtime;

    private Connector(String participant, Map<String, String> settings) {
        int managementPort = freePort();
        int protocolPort = freePort();
        management = "http://127.0.0.1:" + managementPort + "/api/management";
        protocol = "http://127.0.0.1:" + protocolPort + "/api/protocol";
        Map<String, String> all = new HashMap<>(settings);
        all.put("edc.participant.id", participant);
        all.put("edc.hostname", "127.0.0.1");
        all.put("edc.dsp.callback.address", protocol);
        all.put("edc.edr.receiver.sync", "true");
        all.put("web.http.port", String.valueOf(freePort()));
        all.put("web.http.path", "/api");
        all.put("web.http.management.port", String.valueOf(managementPort));
        all.put("web.http.management.path", "/api/management");
        all.put("web.http.protocol.port", String.valueOf(protocolPort));
        all.put("web.http.protocol.path", "/api/protocol");
        all.put("web.http.control.port", String.valueOf(freePort()));
        all.put("web.http.control.path", "/api/control");
        runtime = new EmbeddedRuntime(participant, new URL[0]) {
            @Override
            protected Monitor createMonitor() {
                return new Monitor() {};
            }
        }.configurationProvider(() -> ConfigFactory.fromMap(all));
        runtime.registerSystemExtension(ServiceExtension.class, new Loopback());
    }

    static Connector boot(String participant, Map<String, String> settings) {
        Connector connector = new Connector(participant, settings);
        connector.runtime.boot();
        return connector;
    }

    /** Below the ports that the kernel gives to outgoing connections, and in a range that no other module's tests use. */
    static int freePort() {
        return Ports.getFreePort(17_000, 22_000);
    }

    /** Where other connectors reach it by DSP 2025-1. */
    String dsp() {
        return protocol + "/2025-1";
    }

    <S> S service(Class<S> type) {
        return runtime.getService(type);
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(management + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(management + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    JsonValue get(String path) {
        return json(send(HttpRequest.newBuilder(URI.create(management + path)).GET()));
    }

    /** The body of an answer that has to be one of success. */
    static JsonStructure json(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.createReader(new StringReader(response.body())).read();
    }

    String transferState(String id) {
        return ((JsonObject) get("/v3/transferprocesses/" + id)).getString("state");
    }

    String transferReason(String id) {
        return ((JsonObject) get("/v3/transferprocesses/" + id)).getString("errorDetail", "");
    }

    HttpResponse<String> suspend(String id) {
        return command(id, "suspend", "SuspendTransfer");
    }

    HttpResponse<String> resume(String id) {
        return command(id, "resume", "ResumeTransfer");
    }

    HttpResponse<String> terminate(String id) {
        return command(id, "terminate", "TerminateTransfer");
    }

    private HttpResponse<String> command(String id, String command, String type) {
        return post("/v3/transferprocesses/" + id + "/" + command, """
                {"@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}, "@type": "%s", "reason": "a test"}""".formatted(type));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString())
                .join();
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
}
