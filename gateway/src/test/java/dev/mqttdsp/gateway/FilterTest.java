package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.publish;
import static dev.mqttdsp.gateway.testing.Wire.suback;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters by the thousand, filters without end, and filters that only look like granted ones. */
@ExtendWith(NoLeaks.class)
class FilterTest {
    private static final String DOORS = "dev.mqttdsp.gateway.testing.Door#andVersions";
    private static final int LONGEST = 65_535;

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

    /** The two ends of a session. */
    private record Session(RawClient client, RawClient broker, int version) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            client.close();
            broker.close();
        }
    }

    private Session session(Door door, int version, String... granted) throws IOException {
        String token = provider.start(flowId, broker.entry(), Permission.BOTH, false, granted);
        RawClient client = door.raw(provider);
        client.send(connect(version, "me", token));
        RawClient gateway = broker.accept();
        gateway.read();
        gateway.send(hex(version == V3 ? "20020000" : "2003000000"));
        client.read();
        return new Session(client, gateway, version);
    }

    private static byte[] entries(List<String> filters) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        filters.forEach(filter -> all.writeBytes(bytes(filter, 0)));
        return all.toByteArray();
    }

    /** Asks for denied filters alone, which the gateway answers itself. */
    private static void assertDenied(Session session, List<String> filters) throws IOException {
        session.client().send(subscribe(session.version(), 1, entries(filters)));
        byte[] codes = new byte[filters.size()];
        Arrays.fill(codes, denied(session.version()));
        assertThat(session.client().read()).isEqualTo(hex(suback(session.version(), 1, codes)));
    }

    private static byte denied(int version) {
        return (byte) (version == V3 ? 0x80 : 0x87);
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void thousandsOfFiltersAreAnsweredEachInItsPlace(Door door, int version) throws IOException {
        int pairs = 2_500;
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        byte[] merged = new byte[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            asked.writeBytes(bytes("secret/" + i, 1, "plant/" + i, 2));
            passed.writeBytes(bytes("plant/" + i, 2));
            merged[2 * i] = denied(version);
            merged[2 * i + 1] = (byte) (i % 3);
        }
        byte[] codes = new byte[pairs];
        for (int i = 0; i < pairs; i++) {
            codes[i] = (byte) (i % 3);
        }
        try (Session session = session(door, version, "plant/#")) {
            session.client().send(subscribe(version, 1, asked.toByteArray()));
            assertThat(session.broker().read()).isEqualTo(hex(subscribe(version, 1, passed.toByteArray())));
            session.broker().send(suback(version, 1, codes));
            assertThat(session.client().read()).isEqualTo(hex(suback(version, 1, merged)));
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void aHundredThousandAtOnceAreDenied(Door door, int version) throws IOException {
        try (Session session = session(door, version, "plant/#")) {
            assertDenied(session, Collections.nCopies(100_000, "x"));
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void deepAndLongFiltersAreJudged(Door door, int version) throws IOException {
        String deep = "plant" + "/a".repeat(30_000);
        String wide = "plant/" + "b".repeat(LONGEST - 6);
        try (Session session = session(door, version, "plant/+/+/x", "plant/#")) {
            assertDenied(
                    session,
                    List.of(
                            "secret" + "/a".repeat(30_000),
                            "/".repeat(LONGEST),
                            "+/".repeat(30_000) + "#",
                            "x".repeat(LONGEST)));
            session.client().send(subscribe(version, 2, deep, 0, wide, 0, "plant/" + "+/".repeat(30_000) + "#", 0));
            assertThat(session.broker().read())
                    .isEqualTo(hex(subscribe(version, 2, deep, 0, wide, 0, "plant/" + "+/".repeat(30_000) + "#", 0)));
        }
    }

    /** Text is compared as it is: whatever a reader, a font or a normalisation takes for the same is something else. */
    @ParameterizedTest
    @MethodSource(DOORS)
    void whatOnlyLooksLikeAGrantedFilterIsDenied(Door door, int version) throws IOException {
        try (Session session = session(door, version, "caf\u00e9/#", "plant/hall/+", "\u212bngstr\u00f6m")) {
            assertDenied(
                    session,
                    List.of(
                            "cafe\u0301/a", // e and an accent that combines
                            "plant/hall\uff0fa", // full-width slash
                            "plant\u2044hall/a", // fraction slash
                            "plant\u2215hall/a", // division slash
                            "pl\u200bant/hall/a", // zero-width space
                            "plant\u200d/hall/a", // zero-width joiner
                            "\ufeffplant/hall/a", // byte order mark
                            "pl\u0430nt/hall/a", // Cyrillic a
                            "PLANT/hall/a",
                            "plant/hall/a/",
                            "plant /hall/a",
                            "plant/hall/a/../../../secret",
                            "\u00c5ngstr\u00f6m", // the letter instead of the unit
                            "A\u030angstro\u0308m",
                            "plant/\uff03", // full-width number sign and plus sign
                            "plant/\uff0b/a"));
            byte[] asItIs = subscribe(version, 2, "caf\u00e9/\uff03", 0, "plant/hall/cafe\u0301", 0, "plant/hall/+", 0);
            session.client().send(asItIs);
            assertThat(session.broker().read()).isEqualTo(hex(asItIs));
        }
    }

    @ParameterizedTest
    @MethodSource(DOORS)
    void whatOnlyLooksLikeAGrantedTopicIsNotPublished(Door door, int version) throws IOException {
        for (String topic : List.of("plant\uff0fa", "pl\u200bant/a", "cafe\u0301/a", "pla\u0578t/a")) {
            try (Session session = session(door, version, "plant/#", "caf\u00e9/a")) {
                byte[] good = publish(version, "caf\u00e9/a", bytes('!'));
                session.client().send(good);
                assertThat(session.broker().read()).isEqualTo(hex(good));
                session.client().send(bytes(publish(version, topic, bytes('!')), packet(0xC0)));
                if (version == V5) {
                    assertThat(session.broker().read()).isEqualTo("c000");
                } else {
                    assertThat(session.broker().readToEnd()).isEmpty();
                }
            }
        }
    }
}
