package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind a load balancer, and behind an ingress that ends TLS; and in front of those that only pretend. */
@ExtendWith(NoLeaks.class)
class ProxyTest {
    private static final String LISTED = "127.0.0.2";
    private static final String ANYBODY = "127.0.0.3";
    /** The signature of version 2. */
    private static final byte[] SIGNATURE = bytes(13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10);

    private static final byte[] NO_TOKEN = connect(V5, "me", "no token");
    private static final String REFUSED = "2003008700";

    private static Provider provider;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        provider = new Provider(new Plan(directory).behind(LISTED, "fd00::/8"));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private static byte[] text(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static Stream<Arguments> headers() {
        byte[] four = bytes(192, 0, 2, 9, 10, 0, 0, 1, 0x12, 0x67, 0x22, 0xB3);
        byte[] six = bytes(0x20, 1, 0xD, 0xB8, new byte[11], 9, 0x20, 1, 0xD, 0xB8, new byte[11], 1, 0x12, 0x67, 0, 80);
        byte[] details = bytes(4, 0, 3, 'a', 'b', 'c'); // PP2_TYPE_NOOP
        return Stream.of(
                Arguments.of("1, IPv4", text("PROXY TCP4 192.0.2.9 10.0.0.1 4711 8883"), "192.0.2.9:4711"),
                Arguments.of("1, IPv6", text("PROXY TCP6 2001:db8::9 2001:db8::1 4711 8883"), "[2001:db8::9]:4711"),
                Arguments.of("1, unknown", text("PROXY UNKNOWN"), LISTED),
                Arguments.of("1, unknown, more", text("PROXY UNKNOWN ffff::1 ffff::2 65535 65535"), LISTED),
                Arguments.of("2, IPv4", bytes(SIGNATURE, 0x21, 0x11, 0, 12, four), "192.0.2.9:4711"),
                Arguments.of("2, IPv4, more", bytes(SIGNATURE, 0x21, 0x11, 0, 18, four, details), "192.0.2.9:4711"),
                Arguments.of("2, IPv6", bytes(SIGNATURE, 0x21, 0x21, 0, 36, six), "[2001:db8::9]:4711"),
                Arguments.of("2, UDP", bytes(SIGNATURE, 0x21, 0x12, 0, 12, four), LISTED),
                Arguments.of("2, unspecified", bytes(SIGNATURE, 0x21, 0x00, 0, 0), LISTED),
                Arguments.of("2, a check of its own", bytes(SIGNATURE, 0x20, 0x00, 0, 0), LISTED),
                Arguments.of("none", bytes(), LISTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aListedProxyMaySayWhomItSpeaksFor(String name, byte[] header, String address) throws Exception {
        provider.events.clear();
        try (RawClient plain = RawClient.from(LISTED, provider, provider.gateway.tlsPort())) {
            plain.writeAll(header);
            try (RawClient client = plain.secured(provider)) {
                client.send(NO_TOKEN);
                assertThat(client.read()).isEqualTo(REFUSED);
            }
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).startsWith(address);

        provider.events.clear();
        try (RawClient plain = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            for (byte one : header) {
                plain.writeAll(new byte[] {one}); // as many segments
            }
            try (RawClient client = plain.secured(provider)) {
                client.upgrade("X-Forwarded-For: 203.0.113.1"); // within TLS anybody can write that
                client.send(NO_TOKEN);
                assertThat(client.read()).isEqualTo(REFUSED);
            }
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).startsWith(address);
    }

    @Test
    void clientsBehindAProxyAreShutOutOneByOneAndTheProxyNever(@TempDir Path directory) throws Exception {
        Plan strict = new Plan(directory).behind(LISTED).limit(Limit.FAILURES_PER_ADDRESS, 2);
        try (Provider narrow = new Provider(strict)) {
            for (int i = 0; i < 3; i++) {
                assertThat(answerTo(narrow, "")).isEqualTo(REFUSED); // the proxy's own address is spared
            }
            String bad = "PROXY TCP4 192.0.2.66 10.0.0.1 4711 8883";
            for (int i = 0; i < 2; i++) {
                assertThat(answerTo(narrow, bad)).isEqualTo(REFUSED);
            }
            await().until(() -> answerTo(narrow, bad).isEmpty());

            assertThat(answerTo(narrow, "PROXY TCP4 192.0.2.67 10.0.0.1 4711 8883"))
                    .isEqualTo(REFUSED);
        }
    }

    /** What a client gets whom a proxy announces so; nothing when it is hung up on. */
    private static String answerTo(Provider provider, String header) {
        try (RawClient plain = RawClient.from(LISTED, provider, provider.gateway.tlsPort())) {
            if (!header.isEmpty()) {
                plain.writeAll(text(header));
            }
            try (RawClient client = plain.secured(provider)) {
                client.send(NO_TOKEN);
                return client.read();
            }
        } catch (IOException e) {
            return "";
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void nobodyElseMay(String name, byte[] header, String address) throws Exception {
        if (header.length > 0) {
            for (int port : new int[] {provider.gateway.tlsPort(), provider.gateway.webPort()}) {
                try (RawClient client = RawClient.from(ANYBODY, provider, port)) {
                    client.writeAll(header);
                    assertThat(client.input().read()).isEqualTo(-1);
                }
            }
        }
    }

    static Stream<byte[]> nonsense() {
        return Stream.of(
                text("PROXY TCP4 nonsense"),
                text("PROXY TCP4 192.0.2.9 10.0.0.1 4711 70000"),
                text("PROXY TCP4 2001:db8::9 2001:db8::1 4711 8883"),
                text("PROXY UNIX /a /b"),
                text("PROXY UNKNOWN " + "x".repeat(100)),
                ("PROXY " + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII),
                bytes(SIGNATURE, 0x31, 0x11, 0, 12, new byte[12]),
                bytes(SIGNATURE, 0x22, 0x11, 0, 12, new byte[12]),
                bytes(SIGNATURE, 0x21, 0x11, 0, 4, new byte[4]),
                bytes(SIGNATURE, 0x21, 0x11, 0xFF, 0xFF, new byte[6_000]));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void aHeaderThatIsNoneIsHungUpOn(byte[] header) throws Exception {
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.writeAll(header);
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSecondHeaderIsNone() throws Exception {
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.tlsPort())) {
            client.writeAll(text("PROXY TCP4 192.0.2.9 10.0.0.1 4711 8883"));
            client.writeAll(text("PROXY TCP4 192.0.2.8 10.0.0.1 4711 8883"));
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For: 192.0.2.9                  | 192.0.2.9
            X-Forwarded-For: 203.0.113.1, 192.0.2.9     | 192.0.2.9
            X-Forwarded-For: 192.0.2.9, fd00::7         | 192.0.2.9
            X-Forwarded-For: 2001:db8::9                | [2001:db8::9]
            X-Forwarded-For: nonsense                   | 127.0.0.2:
            X-Other: 192.0.2.9                          | 127.0.0.2:
            """)
    void anIngressMayEndTls(String header, String address) throws Exception {
        provider.events.clear();
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.upgrade(header);
            client.send(NO_TOKEN);
            assertThat(client.read()).isEqualTo(REFUSED);
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).startsWith(address);
    }

    @Test
    void tokensAndKeysAreThereForAnIngressAsWell() throws Exception {
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.writeAll(text("GET /jwks HTTP/1.1\r\nHost: x\r\n"));
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.writeAll(text("POST /token HTTP/1.1\r\nHost: x\r\n"));
            assertThat(client.head()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void whoIsAnnouncedAndNoProxyCannotAnnounceAnother() throws Exception {
        provider.events.clear();
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.writeAll(text("PROXY TCP4 192.0.2.9 10.0.0.1 4711 8884"));
            client.upgrade("X-Forwarded-For: 203.0.113.1");
            client.send(NO_TOKEN);
            assertThat(client.read()).isEqualTo(REFUSED);
        }
        await().until(() -> !provider.events.isEmpty());
        assertThat(provider.events.get(0).address()).isEqualTo("192.0.2.9:4711");
    }

    @Test
    void plainHttpOfAnybodyElseIsHungUpOn() throws Exception {
        try (RawClient client = RawClient.from(ANYBODY, provider, provider.gateway.webPort())) {
            client.writeAll(text("GET /jwks HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.2\r\n"));
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void plainMqttIsNotSpokenWithAProxyEither() throws Exception {
        for (byte[] header : new byte[][] {bytes(), text("PROXY TCP4 192.0.2.9 10.0.0.1 4711 8883")}) {
            try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.tlsPort())) {
                client.writeAll(header);
                client.writeAll(NO_TOKEN);
                assertThat(client.input().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void theTenSecondsBeginBeforeTheHeader() throws Exception {
        Instant begin = Instant.now();
        try (RawClient client = RawClient.from(LISTED, provider, provider.gateway.webPort())) {
            client.writeAll("PROXY TCP4 192.0".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.input().read()).isEqualTo(-1);
        }
        assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(19));
    }
}
