package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.publish;
import static dev.mqttdsp.gateway.testing.Wire.suback;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client need not wait for its CONNACK before it goes on (MQTT 5.0 §3.1.4); nothing of that may get past the judgement. */
@ExtendWith(NoLeaks.class)
class BehindConnectTest {
    private static final String DOORS = "dev.mqttdsp.gateway.testing.Door#andVersions";
    /** Too long a time for anything to be on its way still. */
    private static final int MOMENT_MILLIS = 200;

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

    private static byte[] everythingAtOnce(int version, String token) {
        return bytes(
                connect(version, "me", token),
                subscribe(version, 7, "plant/a", 1, "secret/a", 1),
                publish(version, "plant/b", bytes('!')),
                packet(0xC0));
    }

    private static String accepted(int version) {
        return version == V3 ? "20020000" : "2003000000";
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void itWaitsForTheConnackAndIsJudged(Door door, int version) throws Exception {
        try (RawClient client = door.raw(provider)) {
            client.send(everythingAtOnce(version, token()));
            try (RawClient gateway = broker.accept()) {
                assertThat(gateway.read()).startsWith("10");
                Thread.sleep(MOMENT_MILLIS); // nothing can be awaited that must not come
                assertThat(gateway.input().available()).isZero();
                gateway.send(hex(accepted(version)));
                assertThat(client.read()).startsWith("20").matches("20..0000.*");
                assertThat(gateway.read()).isEqualTo(hex(subscribe(version, 7, "plant/a", 1)));
                assertThat(gateway.read()).isEqualTo(hex(publish(version, "plant/b", bytes('!'))));
                assertThat(gateway.read()).isEqualTo("c000");
                gateway.send(suback(version, 7, (byte) 1));
                byte denied = (byte) (version == V3 ? 0x80 : 0x87);
                assertThat(client.read()).isEqualTo(hex(suback(version, 7, (byte) 1, denied)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void aMessageWithoutTheRightToItDoesNotGetThrough(Door door, int version) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(bytes(connect(version, "me", token()), publish(version, "secret", bytes('!')), packet(0xC0)));
            try (RawClient gateway = broker.accept()) {
                gateway.read();
                gateway.send(hex(accepted(version)));
                client.read();
                // 3.1.1 closes (3.1.1 §3.3.5), 5 drops.
                assertThat(version == V3 ? gateway.readToEnd() : gateway.read()).isEqualTo(version == V3 ? "" : "c000");
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void afterARefusalItIsForgotten(Door door, int version) throws IOException {
        token();
        try (RawClient client = door.raw(provider)) {
            client.send(everythingAtOnce(version, "nonsense"));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? "20020005" : "2003008700");
        }
        broker.patience(MOMENT_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> broker.accept());
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void afterARefusalOfTheBrokersItIsForgottenToo(Door door, int version) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(everythingAtOnce(version, token()));
            try (RawClient gateway = broker.accept()) {
                gateway.read();
                gateway.send(hex(version == V3 ? "20020005" : "2003008700"));
                assertThat(client.readToEnd()).isEqualTo(version == V3 ? "20020003" : "2003008800");
                assertThat(gateway.readToEnd()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void aSecondConnectIsNoSecondChance(Door door, int version) throws IOException {
        try (RawClient client = door.raw(provider)) {
            client.send(bytes(connect(version, "me", "nonsense"), connect(version, "me", token())));
            assertThat(client.readToEnd()).isEqualTo(version == V3 ? "20020005" : "2003008700");
        }
    }
}
