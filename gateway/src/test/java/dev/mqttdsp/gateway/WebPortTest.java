package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP and WebSocket at the web port. */
@ExtendWith(NoLeaks.class)
class WebPortTest {
    private static final String UPGRADE = "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13"
            + "|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==|Sec-WebSocket-Protocol: mqtt";

    private static Provider provider;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void theKeysAreThere() throws Exception {
        HttpResponse<String> response = request("GET", "/jwks");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/jwk-set+json");
        assertThat(response.body()).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /jwks/, 404",
        "GET, /mqtt, 426",
        "GET, /mqtt/x, 404",
        "POST, /jwks, 405",
        "POST, /mqtt, 405",
        "GET, /jwks?x=y, 200"
    })
    void everythingElseIsRefused(String method, String path, int status) throws Exception {
        assertThat(request(method, path).statusCode()).isEqualTo(status);
    }

    private static HttpResponse<String> request(String method, String path) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(provider.trust()).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + provider.gateway.webPort() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 101",
        "Protocol: mqtt, Protocol: mqttv3.1, 400",
        "Protocol: mqtt, 'Protocol: chat, mqtt', 101",
        "|Sec-WebSocket-Protocol: mqtt, '', 400",
        "Version: 13, Version: 8, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Upgrade: websocket, 'Upgrade: ,websocket', 426",
        "Key:, Nokey:, 400",
        "Connection: Upgrade, Connection: close, 426"
    })
    void anUpgradeHasToBeComplete(String what, String instead, int status) throws IOException {
        try (RawClient client = RawClient.http(provider)) {
            String headers = UPGRADE.replace(what, instead).replace("|", "\r\n");
            client.writeAll(
                    ("GET /mqtt HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 " + status);
            if (status == 101) {
                assertThat(head.toLowerCase(Locale.ROOT)).contains("sec-websocket-protocol: mqtt\r\n");
            }
        }
    }

    @Test
    void nonsenseIsRefused() throws IOException {
        try (RawClient client = RawClient.http(provider)) {
            client.writeAll("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
        try (RawClient client = RawClient.http(provider)) {
            client.writeAll(("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 414");
        }
        try (RawClient client = RawClient.http(provider)) {
            client.writeAll(
                    "POST /jwks HTTP/1.1\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.head()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aCloseIsAnswered() throws IOException {
        try (RawClient client = RawClient.webSocket(provider)) {
            client.writeAll(RawClient.frame(0x88, bytes(0x03, 0xE8)));
            assertThat(Arrays.copyOf(client.readFrame(), 3)).isEqualTo(bytes(0x88, 0x03, 0xE8));
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }
}
