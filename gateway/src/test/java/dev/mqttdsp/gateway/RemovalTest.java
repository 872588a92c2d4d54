package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers' answers to clients who want their sessions kept, and to the gateway that wants them dropped. */
@ExtendWith(NoLeaks.class)
class RemovalTest {
    private static final byte[] FIVE_MINUTES = bytes(0x11, 0, 0, 1, 0x2C);
    /** SHA-256 of "me", in base64url, 22 characters. */
    private static final String ME = "J0TM0Qx1M71zatiQ-d1cqy";

    private static final String CONNACK = "2003000000";
    private static final String NOT_KEPT = "2008000005" + "1100000000";
    private static final String KEPT_AFTER_ALL = "2008000005" + "110000003c";

    private final String flowId = UUID.randomUUID().toString();
    private Plan plan;
    private Provider provider;
    private ScriptedBroker broker;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        plan = new Plan(directory);
        provider = new Provider(plan);
        broker = new ScriptedBroker();
    }

    @AfterEach
    void stop() throws IOException {
        provider.close();
        broker.close();
    }

    private String token() {
        return provider.start(flowId, broker.entry(), Permission.BOTH, false, "plant/#");
    }

    private RawClient connecting(byte[] connect) throws IOException {
        RawClient client = RawClient.tls(provider);
        client.send(connect);
        return client;
    }

    private byte[] wish(int version, String clientId) {
        return connectWith(version, 0xC0, FIVE_MINUTES, clientId, "any", token());
    }

    /** Answers the CONNECT. */
    private RawClient accept(String connack) throws IOException {
        RawClient gateway = broker.accept();
        gateway.read();
        gateway.send(hex(connack));
        return gateway;
    }

    private void awaitRecord(boolean present) {
        await().until(() -> Files.exists(plan.sessionFile()) == present);
    }

    /** The gateway's own login for the removal. */
    private byte[] cleanLogin(int version) {
        long epoch = provider.store.find(flowId).orElseThrow().sessionEpoch() - 1;
        String id = flowId + "." + epoch + "." + ME;
        byte[] connect = connectWith(version, version == V3 ? 0xC2 : 0xC0, new byte[0], id, "gateway", "s3cret");
        connect[2 + 9] = 30;
        return connect;
    }

    /** It may be gone before the broker has said whether it keeps the session. */
    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void whoIsCutBeforeTheConnackMayHaveLeftASession(int version) throws Exception {
        try (RawClient client = connecting(wish(version, "me"));
                RawClient gateway = broker.accept()) {
            gateway.read();
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(client.readToEnd()).isEqualTo(version == V5 ? "2003008700" : "20020005");
            assertThat(gateway.readToEnd()).isEqualTo("e000");
        }
        try (RawClient removal = broker.accept()) {
            assertThat(removal.read()).isEqualTo(hex(cleanLogin(version)));
            // Messages that waited may follow the CONNACK at once.
            removal.send(bytes(hex(version == V3 ? "20020100" : "2003010000"), packet(0x30, "plant/a", 0)));
            assertThat(removal.read()).isEqualTo("e000");
        }
        awaitRecord(false);
    }

    @Test
    void aBrokerThatRefusesTheRemovalIsAskedAgain() throws Exception {
        try (RawClient client = connecting(wish(V5, "me"));
                RawClient gateway = accept(CONNACK)) {
            client.read();
            awaitRecord(true);
            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            assertThat(gateway.read()).isEqualTo("e000");
        }
        for (String no : new String[] {"2003008800", "f000"}) {
            try (RawClient removal = accept(no)) {
                assertThat(removal.readToEnd()).isEmpty();
            }
        }
        broker.accept().close();
        assertThat(plan.sessionFile()).exists();
        try (RawClient removal = accept(CONNACK)) {
            assertThat(removal.read()).isEqualTo("e000");
        }
        awaitRecord(false);
    }

    @Test
    void aBrokerMayKeepNothing() throws Exception {
        try (RawClient client = connecting(wish(V5, "me"));
                RawClient gateway = accept(NOT_KEPT)) {
            assertThat(client.read()).contains("1100000000");
            awaitRecord(false);
            assertThat(gateway).isNotNull();
        }
    }

    @Test
    void aRefusedClientHasLeftNothing() throws Exception {
        try (RawClient client = connecting(wish(V5, "me"));
                RawClient gateway = accept("2003009700")) {
            assertThat(client.readToEnd()).isEqualTo("2003009700");
            assertThat(gateway.readToEnd()).isEmpty();
        }
        awaitRecord(false);
    }

    @Test
    void aBrokerMayKeepWhatNobodyAskedFor() throws Exception {
        try (RawClient client = connecting(connect(V5, "me", token()));
                RawClient gateway = accept(KEPT_AFTER_ALL)) {
            assertThat(client.read()).contains("110000003c");
            awaitRecord(true);
            assertThat(gateway).isNotNull();
        }
    }

    @Test
    void butNotMoreThanAGrantMayHave() throws Exception {
        for (int i = 0; i < 8; i++) {
            try (RawClient client = connecting(wish(V5, "client-" + i));
                    RawClient gateway = accept(CONNACK)) {
                client.read();
                client.send(packet(0xE0));
                assertThat(gateway.read()).isEqualTo("e000");
            }
        }
        try (RawClient client = connecting(connect(V5, "me", token()));
                RawClient gateway = accept(KEPT_AFTER_ALL)) {
            assertThat(client.readToEnd()).isEqualTo("2003009700");
            assertThat(gateway.readToEnd()).isEqualTo("e000");
        }
        try (RawClient removal = broker.accept()) {
            assertThat(removal.read()).contains(hex(bytes(ME)).substring(4));
            removal.send(hex(CONNACK));
            assertThat(removal.read()).isEqualTo("e000");
        }
    }
}
