package dev.mqttdsp.edc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.edc.spi.system.health.HealthCheckResult;
import org.eclipse.edc.spi.system.health.HealthCheckService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draining at the Management API, in stock runtimes with a gateway and without. */
class DrainTest {
    private static final String DRAIN = "/v3/mqtt/drain";

    @TempDir
    private static Path directory;

    private static Dataspace dataspace;
    private static Connector provider;
    private static Door door;

    @BeforeAll
    static void boot() {
        dataspace = new Dataspace(directory, Map.of());
        provider = dataspace.provider;
        door = new Door(dataspace.tlsPort);
    }

    @AfterAll
    static void close() {
        dataspace.close();
    }

    @Test
    void aDrainedGatewayIsNotReadyAndSaysSoUntilItIsUndrained() {
        assertThat(state().getBoolean("draining")).isFalse();
        assertThat(readiness(provider).succeeded()).isTrue();

        JsonObject drained = Connector.json(provider.post(DRAIN, "")).asJsonObject();

        assertThat(drained.getBoolean("draining")).isTrue();
        assertThat(drained.getString("since")).startsWith("20");
        assertThat(drained.getInt("sessions")).isZero();
        assertThat(readiness(provider).succeeded()).isFalse();
        assertThat(readiness(provider).getFailure().getMessages().toString()).contains("it is drained since");
        assertThat(Connector.json(provider.post(DRAIN, "{\"sessions\": true}")).asJsonObject())
                .as("again, and since when it was first")
                .isEqualTo(drained);
        assertThat(door.knock("no token")).as("a bad credential is told first").isEqualTo(Door.NOT_AUTHORIZED);

        assertThat(provider.send("DELETE", DRAIN, "").statusCode()).isEqualTo(204);
        assertThat(provider.send("DELETE", DRAIN, "").statusCode()).isEqualTo(204);
        assertThat(state().getBoolean("draining")).isFalse();
        assertThat(readiness(provider).succeeded()).isTrue();
    }

    @Test
    void badRequestsAreRefusedAndChangeNothing() {
        for (String body : new String[] {"nonsense", "[]", "{\"session\": true}", "{\"sessions\": \"yes\"}"}) {
            HttpResponse<String> response = provider.post(DRAIN, body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.body()).as(body).startsWith("[{\"message\":").contains("accepted: nothing, or");
        }
        assertThat(state().getBoolean("draining")).isFalse();
    }

    @Test
    void withoutAGatewayThereIsNothingToDrain() {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            HttpResponse<String> response = dataspace.consumer.send(method, DRAIN, "");
            assertThat(response.statusCode()).as(method).isEqualTo(409);
            assertThat(response.body()).contains("edc.mqtt.gateway.enabled");
        }
        assertThat(readiness(dataspace.consumer).succeeded()).isTrue();
    }

    @Test
    void itIsNotReadyAnyMoreWhenItStops(@TempDir Path other) {
        Connector stopping = Connector.boot(
                "stopping",
                Map.of(
                        "edc.mqtt.data.dir", other.toString(),
                        "edc.mqtt.public.port", String.valueOf(Connector.freePort()),
                        "edc.mqtt.public.tls.port", String.valueOf(Connector.freePort())));
        HealthCheckService health = stopping.service(HealthCheckService.class);
        stopping.close();

        await().until(() -> !gateway(health).succeeded());
    }

    private static JsonObject state() {
        return provider.get(DRAIN).asJsonObject();
    }

    private static HealthCheckResult readiness(Connector connector) {
        return gateway(connector.service(HealthCheckService.class));
    }

    private static HealthCheckResult gateway(HealthCheckService health) {
        return health.isReady().getComponentResults().stream()
                .filter(result -> result.getComponent().equals("MQTT over DSP: gateway"))
                .findFirst()
                .orElseThrow();
    }
}
