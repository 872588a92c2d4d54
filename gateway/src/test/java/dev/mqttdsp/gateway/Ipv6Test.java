package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.testing.LogLines;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything by IPv6: clients, brokers and proxies. */
@ExtendWith(NoLeaks.class)
class Ipv6Test {
    private static final String LOOPBACK = "::1";

    private static Mosquitto mosquitto;
    private static Provider provider;

    @BeforeAll
    static void start(@TempDir Path broker, @TempDir Path gateway) throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("this machine has no IPv6 loopback: " + e.getMessage());
        }
        mosquitto = Mosquitto.onIpv6(broker);
        try (LogLines log = new LogLines(Gateway.class)) {
            provider = new Provider(new Plan(gateway).bind("[::1]", "127.0.0.1").behind("::1/128"));
            String port = ":" + provider.gateway.webPort();
            assertThat(log.with("[::1]" + port + ", 127.0.0.1" + port)).hasSize(1);
        }
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
            mosquitto.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqtts"})
    void aClientComesByIpv6AndSoDoesItsBroker(String scheme) throws Exception {
        provider.events.clear();
        Broker entry = mosquitto.entry(scheme);
        URI url = URI.create(scheme + "://[::1]:" + entry.url().getPort());
        String token = provider.subscriber(
                "flow-" + scheme,
                new Broker(entry.name(), url, entry.login(), entry.topics(), true, entry.dialect()),
                "a");

        try (RawClient plain = RawClient.from(LOOPBACK, provider, provider.gateway.tlsPort());
                RawClient client = plain.secured(provider)) {
            client.send(connect(V5, "me", token));
            assertThat(client.read()).matches("20..0000.*");
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).startsWith("[::1]:");
    }

    @Test
    void theCertificateNamesTheAddress() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(provider.trust()).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://[::1]:" + provider.gateway.webPort() + "/jwks"))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aProxyMayHaveAnIpv6Address() throws Exception {
        provider.events.clear();
        try (RawClient plain = RawClient.from(LOOPBACK, provider, provider.gateway.tlsPort())) {
            plain.writeAll("PROXY TCP6 2001:db8::9 ::1 4711 8883\r\n".getBytes(StandardCharsets.US_ASCII));
            try (RawClient client = plain.secured(provider)) {
                client.send(connect(V5, "me", "no token"));
                assertThat(client.read()).isEqualTo("2003008700");
            }
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).isEqualTo("[2001:db8::9]:4711");
    }
}
