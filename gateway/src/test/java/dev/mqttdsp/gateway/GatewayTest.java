package dev.mqttdsp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.tls.TlsFiles;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Starting and stopping. */
@Isolated("counts the threads of all gateways")
@ExtendWith(NoLeaks.class)
class GatewayTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Access NOBODY = new Access(
            login -> null,
            (token, bearer, address) -> null,
            new InMemoryGrantStore(),
            new Brokers(List.of()),
            AccessEvents.NONE,
            () -> "{}");

    @TempDir
    private Path directory;

    private Path records() {
        return directory.resolve("sessions.list");
    }

    private static void start(GatewaySettings settings) throws IOException {
        Gateway.start(settings, NOBODY, new CompositeMeterRegistry()).close();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            for (GatewaySettings settings : List.of(
                    new GatewaySettings(
                            new Doors(List.of("127.0.0.1"), port, 0, files.certificate(), files.key()), records(), DAY),
                    new GatewaySettings(
                            new Doors(List.of("127.0.0.1"), 0, port, files.certificate(), files.key()),
                            records(),
                            DAY))) {
                assertThatExceptionOfType(PortInUseException.class)
                        .isThrownBy(() -> start(settings))
                        .satisfies(e -> assertThat(e.port()).isEqualTo(port))
                        .withMessageContaining("port " + port);
            }
        }
        await().until(() -> threads() == 0);
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> start(new GatewaySettings(
                        new Doors(List.of("192.0.2.1"), 0, 0, files.certificate(), files.key()), records(), DAY)))
                .withMessageContaining("192.0.2.1");
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> start(
                        new GatewaySettings(new Doors(List.of("127.0.0.1"), 0, 0, nonsense, nonsense), records(), DAY)))
                .withMessageContaining("nonsense.pem");
    }

    @Test
    void itListensOnSeveralAddresses() throws IOException {
        TlsFiles files = TlsFiles.loadOrCreate(directory, "localhost");
        GatewaySettings settings = new GatewaySettings(
                new Doors(List.of("127.0.0.1", "127.0.0.2"), 0, 0, files.certificate(), files.key()), records(), DAY);
        try (Gateway gateway = Gateway.start(settings, NOBODY, new CompositeMeterRegistry())) {
            for (int port : new int[] {gateway.webPort(), gateway.tlsPort()}) {
                for (int last = 1; last <= 2; last++) {
                    InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
                    try (Socket socket = new Socket(address, port)) {
                        assertThat(socket.isConnected()).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void withoutMqttThereAreTokensAndKeysAndNothingElse() throws Exception {
        int unused = Ports.free();
        try (Provider provider = new Provider(new Plan(directory).withoutMqtt(unused));
                ServerSocket other = new ServerSocket(unused, 1, InetAddress.getLoopbackAddress())) {
            provider.subscriber("flow", Broker.at(URI.create("mqtts://broker.example")), "a");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(provider.trust()).build();
            URI web = URI.create("https://localhost:" + provider.gateway.webPort());
            HttpRequest refresh = HttpRequest.newBuilder(web.resolve(
                            "/token?grant_type=refresh_token&refresh_token=" + provider.refreshToken("flow")))
                    .POST(BodyPublishers.noBody())
                    .build();

            assertThat(client.send(get(web.resolve("/jwks")), BodyHandlers.ofString())
                            .body())
                    .contains("\"kty\":\"EC\"");
            assertThat(client.send(refresh, BodyHandlers.ofString()).body()).contains("access_token");
            assertThat(client.send(get(web.resolve("/mqtt")), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(404);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> RawClient.webSocket(provider).close())
                    .withMessageContaining("404");
            assertThat(provider.gateway.tlsPort()).isZero();
            assertThat(other.isBound()).as("the port for MQTT is left alone").isTrue();
        }
    }

    private static HttpRequest get(URI url) {
        return HttpRequest.newBuilder(url).build();
    }

    @Test
    void afterTheEndNothingListensAndNoThreadIsLeft() throws IOException {
        Provider provider = new Provider(directory);
        try (RawClient client = RawClient.tls(provider)) {
            provider.gateway.close();
            provider.gateway.close();
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> RawClient.tls(provider).close());
        await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mqtt-dsp-"))
                .count();
    }
}
