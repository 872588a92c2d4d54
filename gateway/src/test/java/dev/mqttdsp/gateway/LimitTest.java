package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of clients that take more than they may, and of those beside them. */
@ExtendWith(NoLeaks.class)
class LimitTest {
    private static Mosquitto mosquitto;

    @TempDir
    private Path directory;

    private final String flowId = UUID.randomUUID().toString();

    @BeforeAll
    static void start(@TempDir Path broker) throws Exception {
        mosquitto = new Mosquitto(broker);
    }

    @AfterAll
    static void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    private Provider limited(Limit limit, int value) throws IOException {
        return new Provider(new Plan(directory).limit(limit, value));
    }

    private String token(Provider provider) {
        return provider.start(flowId, mosquitto.entry("mqtt"), Permission.BOTH, false, "plant/#");
    }

    private static RawClient connected(Provider provider, Door door, int version, String token) throws IOException {
        RawClient client = door.raw(provider);
        client.send(connect(version, UUID.randomUUID().toString(), token));
        assertThat(client.read()).matches("20..0000.*");
        return client;
    }

    private static double reached(Provider provider, Limit limit) {
        return provider.meters
                .get("mqtt.gateway.limits")
                .tag("limit", limit.key())
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void oneFilterTooManyIsAnsweredInItsOwnPlace(Door door) throws IOException {
        try (Provider provider = limited(Limit.FILTERS, 2);
                RawClient client = connected(provider, door, V5, token(provider))) {
            client.send(subscribe(V5, 1, "plant/a", 0, "plant/b", 1, "plant/c", 0, "plant/a", 1));
            assertThat(client.read()).isEqualTo("90070001" + "00" + "00" + "01" + "97" + "01");

            client.send(packet(0xA2, 0, 2, 0, "plant/b"));
            assertThat(client.read()).isEqualTo("b004000200" + "00");
            client.send(subscribe(V5, 3, "plant/c", 0));
            assertThat(client.read()).isEqualTo("9004000300" + "00");

            assertThat(reached(provider, Limit.FILTERS)).isOne();
            assertThat(provider.events)
                    .filteredOn(event -> event.kind() == AccessEvent.Kind.TOPIC_REFUSED)
                    .singleElement()
                    .satisfies(event -> assertThat(event.reason()).isEqualTo("TOO_MANY_FILTERS"))
                    .satisfies(event -> assertThat(event.details()).containsEntry("topic", "plant/c"));
        }
    }

    @Test
    void thousandsOfFiltersReachNoBroker() throws IOException {
        try (Provider provider = limited(Limit.FILTERS, 100);
                RawClient client = connected(provider, Door.TLS, V3, token(provider))) {
            Object[] entries = new Object[2 * 5_000];
            for (int i = 0; i < 5_000; i++) {
                entries[2 * i] = "plant/" + i;
                entries[2 * i + 1] = 0;
            }
            client.send(subscribe(V3, 1, entries));

            assertThat(client.read()).isEqualTo("908a27" + "0001" + "00".repeat(100) + "80".repeat(4_900));
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @Test
    void aFilterWithTooManyLevelsIsRefusedBeforeItIsLookedAt() throws IOException {
        try (Provider provider = limited(Limit.LEVELS, 4);
                RawClient client = connected(provider, Door.TLS, V5, token(provider))) {
            client.send(subscribe(V5, 1, "plant/2/3/4", 0, "plant/2/3/4/5", 0, "/".repeat(60_000), 0));

            assertThat(client.read()).isEqualTo("9006000100" + "00" + "97" + "97");
            assertThat(reached(provider, Limit.LEVELS)).isEqualTo(2);
        }
    }

    @Test
    void aMessageToATopicWithTooManyLevelsIsRefused() throws IOException {
        try (Provider provider = limited(Limit.LEVELS, 2)) {
            String token = token(provider);
            try (RawClient client = connected(provider, Door.TLS, V5, token)) {
                client.send(packet(0x32, "plant/a/b", 0, 7, 0, bytes('x')));
                assertThat(client.read()).isEqualTo("4003000797");
            }
            try (RawClient client = connected(provider, Door.TLS, V3, token)) {
                client.send(packet(0x32, "plant/a/b", 0, 7, bytes('x')));
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aParticipantHasSoManySessionsOverAllItsGrants(int version) throws IOException {
        try (Provider provider = limited(Limit.SESSIONS_PER_PARTICIPANT, 2)) {
            String other = provider.subscriber("other", mosquitto.entry("mqtt"), "plant/#");
            String token = token(provider);
            RawClient first = connected(provider, Door.TLS, version, token);
            try (RawClient second = connected(provider, Door.TLS, version, other);
                    RawClient third = RawClient.tls(provider)) {
                third.send(connect(version, "third", other));
                assertThat(third.readToEnd()).isEqualTo(version == V3 ? "20020003" : "2003009700");
                assertThat(reached(provider, Limit.SESSIONS_PER_PARTICIPANT)).isOne();

                first.close();
                await().until(() -> sessions(provider) == 1);
                connected(provider, Door.TLS, version, other).close();
                assertThat(second).isNotNull();
            }
        }
    }

    private static double sessions(Provider provider) {
        return provider.meters.find("mqtt.gateway.sessions").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    @Test
    void whenAllPlacesAreTakenTheServerIsBusy() throws IOException {
        try (Provider provider = limited(Limit.SESSIONS, 1)) {
            String token = token(provider);
            try (RawClient first = connected(provider, Door.TLS, V5, token);
                    RawClient second = RawClient.tls(provider)) {
                second.send(connect(V5, "second", token));

                assertThat(second.readToEnd()).isEqualTo("2003008900");
                first.send(packet(0xC0));
                assertThat(first.read()).isEqualTo("d000");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void anAddressThatKeepsFailingIsShutOutAndItsSessionsGoOn(Door door) throws Exception {
        try (Provider provider = limited(Limit.FAILURES_PER_ADDRESS, 3)) {
            String token = token(provider);
            try (RawClient good = connected(provider, door, V5, token)) {
                for (int i = 0; i < 5; i++) {
                    connected(provider, door, V5, token).close(); // who gets in does not fail
                }
                for (int i = 0; i < 3; i++) {
                    try (RawClient bad = door.raw(provider)) {
                        bad.send(connect(V5, "bad", "no token"));
                        assertThat(bad.readToEnd()).isEqualTo("2003008700");
                    }
                }

                await().until(() -> isHungUpOn(provider.gateway.tlsPort()));
                assertThat(isHungUpOn(provider.gateway.webPort())).isTrue();
                assertThat(reached(provider, Limit.FAILURES_PER_ADDRESS)).isPositive();
                good.send(packet(0xC0));
                assertThat(good.read()).isEqualTo("d000");
            }
        }
    }

    private static boolean isHungUpOn(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(500);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    @Test
    void whoConnectsAndLeavesWithoutAWordHasNotFailed() throws Exception {
        try (Provider provider = limited(Limit.FAILURES_PER_ADDRESS, 3)) {
            for (int i = 0; i < 10; i++) {
                new Socket(InetAddress.getLoopbackAddress(), provider.gateway.tlsPort()).close();
                try (RawClient http = RawClient.http(provider)) {
                    http.writeAll("GET /jwks HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(http.head()).startsWith("HTTP/1.1 200");
                }
            }
            await().until(() ->
                    provider.meters.get("mqtt.gateway.unauthenticated").gauge().value() == 0);

            connected(provider, Door.TLS, V5, token(provider)).close();
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void whoSendsTooMuchIsReadFromLaterAndNothingIsLost(Door door) throws IOException {
        try (Provider provider = limited(Limit.MESSAGES_PER_SECOND, 100)) {
            String token = token(provider);
            try (RawClient greedy = connected(provider, door, V5, token);
                    RawClient modest = connected(provider, door, V5, token)) {
                byte[] publish = packet(0x32, "plant/a", 0, 7, 0, bytes('x'));
                long began = System.nanoTime();
                for (int i = 0; i < 10; i++) {
                    greedy.send(bytes(Collections.nCopies(30, publish).toArray()));
                    for (int answered = 0; answered < 30; answered++) {
                        assertThat(greedy.read()).startsWith("40");
                    }
                    modest.send(packet(0xC0));
                    assertThat(modest.read()).isEqualTo("d000");
                }

                // 300 messages, of which 100 were saved up and 30 may have come on credit.
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_500));
                assertThat(reached(provider, Limit.MESSAGES_PER_SECOND)).isPositive();
            }
        }
    }
}
