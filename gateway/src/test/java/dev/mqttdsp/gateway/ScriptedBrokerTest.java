package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.publish;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between client and broker, byte by byte; each test has a broker of its own. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(NoLeaks.class)
class ScriptedBrokerTest {
    private static final String CONNACK_V5 = "2003000000";
    private static final String NEVER_ANSWERED = "no CONNACK";
    private static final int MEGABYTE = 1 << 20;

    private static Provider provider;

    private final String flowId = UUID.randomUUID().toString();
    private ScriptedBroker broker;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void open() throws IOException {
        broker = new ScriptedBroker();
    }

    @AfterEach
    void close() throws IOException {
        broker.close();
    }

    private String token() {
        return provider.start(flowId, broker.entry(), Permission.BOTH, false, "plant/#");
    }

    private RawClient connecting(int version) throws IOException {
        RawClient client = RawClient.tls(provider);
        client.send(connect(version, "me", token()));
        return client;
    }

    /** Answers the CONNECT. */
    private RawClient accept(String connack) throws IOException {
        RawClient gateway = broker.accept();
        gateway.read();
        gateway.send(hex(connack));
        return gateway;
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void theBrokerSeesNothingOfTheClientsNameAndCredential(int version) throws IOException {
        String token = token();
        long epoch = provider.store.find(flowId).orElseThrow().epoch();
        byte[] properties = bytes(0x21, 0, 10, 0x26, "a", "b", 0x22, 0, 5);
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connectWith(version, 0xC2, properties, "me", "any", token));
            try (RawClient gateway = broker.accept()) {
                // SHA-256 of "me", in base64url, 22 characters
                assertThat(gateway.read())
                        .isEqualTo(hex(connectWith(
                                version,
                                0xC2,
                                properties,
                                flowId + "." + epoch + ".J0TM0Qx1M71zatiQ-d1cqy",
                                "gateway",
                                "s3cret")));
            }
        }
    }

    @Test
    void ofTheConnackOnlyWhatIsAboutTheSessionGoesOn() throws IOException {
        byte[] kept = bytes(0x11, 0, 0, 0, 9, 0x13, 0, 7, 0x21, 0, 8, 0x24, 1, 0x25, 0, 0x28, 1, 0x29, 0, 0x2A, 0);
        byte[] dropped = bytes(
                0x12,
                "inner-id",
                0x1A,
                "inner/info",
                0x1C,
                "inner.example:1883",
                0x1F,
                "hi from inner",
                0x22,
                0,
                9,
                0x26,
                "host",
                "inner");
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(hex(packet(0x20, 1, 0, kept.length + dropped.length, dropped, kept)))) {
            byte[] limit = bytes(0x27, 0, 0x10, 0, 0);
            assertThat(client.read()).isEqualTo(hex(packet(0x20, 1, 0, kept.length + limit.length, kept, limit)));
            assertThat(gateway).isNotNull();
        }
    }

    @Test
    void theSmallerPacketLimitCounts() throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(hex(packet(0x20, 0, 0, 5, 0x27, 0, 0, 0, 40)))) {
            assertThat(client.read()).isEqualTo(hex(packet(0x20, 0, 0, 5, 0x27, 0, 0, 0, 40)));
            // The share name grows on its way to the broker, beyond what that takes.
            client.send(subscribe(V5, 1, "$share/g/plant/a", 0, "secret", 0));
            assertThat(client.read()).isEqualTo("90050001" + "00" + "8087");
            client.send(packet(0xC0));
            assertThat(gateway.read()).isEqualTo("c000");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, 20020001, 2003008400", // a broker that speaks 3.1.1 only
        "5, 20020000, 2003008400",
        "5, 2003008600, 2003008800", // a refused login is the gateway's
        "5, 2003008700, 2003008800",
        "5, 2003009c00, 2003008800",
        "5, 2003009700, 2003009700",
        "5, 2003009a00, 2003009a00",
        "4, 20020005, 20020003",
        "4, 20020004, 20020003",
        "4, 20020002, 20020003",
        "4, 20020003, 20020003",
    })
    void theBrokersRefusalIsTranslated(int version, String fromBroker, String toClient) throws IOException {
        try (RawClient client = connecting(version);
                RawClient gateway = accept(fromBroker)) {
            assertThat(client.readToEnd()).isEqualTo(toClient);
            assertThat(gateway.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"d000", "20020205", "f000", "48545450", "20ffffffff01", NEVER_ANSWERED})
    void aBrokerThatMakesNoSenseIsUnavailable(String fromBroker) throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(fromBroker.equals(NEVER_ANSWERED) ? "" : fromBroker)) {
            assertThat(client.readToEnd()).isEqualTo("2003008800");
            assertThat(gateway.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f00100", "20020000", "9003000100", "90040001000102", "8200", "0000"})
    void aBrokerThatMakesNoSenseLaterIsLost(String fromBroker) throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            gateway.send(hex(fromBroker));
            assertThat(client.readToEnd()).isEqualTo("e0028b00");
        }
    }

    @Test
    void theBrokersReasonsAreNotForTheClient() throws IOException {
        byte[] reason = bytes(0x1F, "inner.example", 0x26, "host", "inner");
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            client.send(packet(0x32, "plant/a", 0, 7, 0, bytes('!')));
            assertThat(gateway.read()).isEqualTo(hex(packet(0x32, "plant/a", 0, 7, 0, bytes('!'))));
            gateway.send(packet(0x40, 0, 7, 0x10, reason.length, reason));
            assertThat(client.read()).isEqualTo("4003000710");
            client.send(subscribe(V5, 8, "plant/a", 0));
            gateway.read();
            gateway.send(packet(0x90, 0, 8, reason.length, reason, 0x9E));
            assertThat(client.read()).isEqualTo("90040008009e");
            byte[] moved = bytes(reason, 0x1C, "inner.example:1883");
            gateway.send(packet(0xE0, 0x9D, moved.length, moved));
            assertThat(client.readToEnd()).isEqualTo("e0029d00");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void revocationSaysGoodbyeToTheBrokerAndLetsItClose(int version) throws IOException {
        try (RawClient client = connecting(version);
                RawClient gateway = accept(version == V3 ? "20020000" : CONNACK_V5)) {
            client.read();
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(gateway.read()).isEqualTo("e000");
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? "" : "e0029800");
            // More from the broker must not end in a reset before it has read the goodbye.
            gateway.send(packet(0x30, "plant/a", 0));
            assertThat(gateway.readToEnd()).isEmpty();
        }
    }

    @Test
    void revocationBeforeTheConnackRefusesTheClient() throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = broker.accept()) {
            gateway.read();
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(client.readToEnd()).isEqualTo("2003008700");
            assertThat(gateway.readToEnd()).isEqualTo("e000");
        }
    }

    @Test
    void aClientThatIsLostBeforeTheConnackLeavesNothingBehind() throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = broker.accept()) {
            gateway.read();
            client.hangUp();
            gateway.send(hex(CONNACK_V5));
            assertThat(gateway.readToEnd()).isEmpty();
        }
    }

    @Test
    void aLargePacketGoesOnInPartsAndNothingGetsIntoIt() throws IOException {
        byte[] message = packet(0x30, "plant/a", 0, new byte[3 * MEGABYTE]);
        byte[] begin = Arrays.copyOf(message, MEGABYTE);
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            CompletableFuture<Void> sent = inBackground(() -> gateway.send(begin));
            assertThat(client.input().readNBytes(MEGABYTE)).isEqualTo(begin);
            sent.join();
            client.send(subscribe(V5, 1, "secret", 0));
            client.send(packet(0xC0)); // passes to the broker behind the SUBSCRIBE that the gateway answers
            assertThat(gateway.read()).isEqualTo("c000");
            byte[] rest = Arrays.copyOfRange(message, MEGABYTE, message.length);
            CompletableFuture<Void> sentRest = inBackground(() -> gateway.send(bytes(rest, packet(0xD0))));
            assertThat(client.input().readNBytes(rest.length)).isEqualTo(rest);
            sentRest.join();
            assertThat(client.read()).isEqualTo("9004000100" + "87");
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @Test
    void inTheMiddleOfAPacketRevocationClosesAtOnce() throws IOException {
        byte[] begin = Arrays.copyOf(packet(0x30, "plant/a", 0, new byte[1000]), 500);
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            gateway.send(begin);
            assertThat(client.input().readNBytes(begin.length)).isEqualTo(begin);
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(gateway.read()).isEqualTo("e000");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.mqttdsp.gateway.testing.Door#andVersions")
    void aClientThatDoesNotReadHoldsTheBrokerBackAndNobodyElse(Door door, int version) throws IOException {
        byte[] message = publish(version, "plant/a", new byte[MEGABYTE]);
        AtomicLong sent = new AtomicLong();
        String other = provider.subscriber(flowId + "-2", broker.entry(), "plant/#");
        try (RawClient neighbour = RawClient.tls(provider);
                RawClient client = door.raw(provider)) {
            neighbour.send(connect(V5, "neighbour", other));
            RawClient neighbourAtBroker = accept(CONNACK_V5);
            neighbour.read();
            client.send(connect(version, "me", token()));
            RawClient gateway = accept(version == V3 ? "20020000" : CONNACK_V5);
            client.read();
            CompletableFuture<Void> flood = inBackground(() -> {
                for (int i = 0; i < 64; i++) {
                    gateway.send(message);
                    sent.incrementAndGet();
                }
            });
            standsStill(sent);
            assertThat(sent.get()).as("megabytes in the buffers of two sockets").isLessThan(40);
            neighbour.send(packet(0xC0));
            assertThat(neighbourAtBroker.read()).isEqualTo("c000");
            neighbourAtBroker.send(packet(0xD0));
            assertThat(neighbour.read()).isEqualTo("d000");
            // Unwritable: the client is cut without ceremony, and the broker still gets the goodbye.
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(flood.handle((done, failure) -> true).join()).isTrue();
            assertThat(gateway.read()).isEqualTo("e000");
            gateway.close();
            neighbourAtBroker.close();
        }
    }

    @Test
    void aBrokerThatDoesNotReadHoldsTheClientBack() throws IOException {
        byte[] message = packet(0x30, "plant/a", 0, new byte[MEGABYTE / 2]);
        AtomicLong sent = new AtomicLong();
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            CompletableFuture<Void> flood = inBackground(() -> {
                for (int i = 0; i < 128; i++) {
                    client.send(message);
                    sent.incrementAndGet();
                }
            });
            standsStill(sent);
            assertThat(sent.get())
                    .as("half megabytes in the buffers of two sockets")
                    .isLessThan(80);
            for (int i = 0; i < 128; i++) {
                assertThat(gateway.input().readNBytes(message.length)).isEqualTo(message);
            }
            flood.join();
        }
    }

    @Test
    void aPacketIdentifierInUseIsAViolation() throws IOException {
        try (RawClient client = connecting(V5);
                RawClient gateway = accept(CONNACK_V5)) {
            client.read();
            client.send(bytes(subscribe(V5, 1, "plant/a", 0), subscribe(V5, 1, "plant/b", 0)));
            assertThat(client.readToEnd()).isEqualTo("e0028200");
            assertThat(gateway.readToEnd()).isIn("", hex(subscribe(V5, 1, "plant/a", 0)));
        }
    }

    /** Waits until a counter has not moved for a second. */
    private static void standsStill(AtomicLong counter) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> before.getAndSet(counter.get()) == counter.get());
    }

    /** Something that may fail as a socket does. */
    private interface Task {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Task task) {
        return CompletableFuture.runAsync(() -> {
            try {
                task.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
