package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.gateway.testing.Mosquitto;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Plan;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients leave at the broker, and how long it stays there. */
@ExtendWith(NoLeaks.class)
class PersistentSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int KEEPS = 0xC0;
    private static final int CLEAN = 0xC2;
    private static final byte[] FIVE_MINUTES = bytes(0x11, 0, 0, 1, 0x2C);
    /** SHA-256 of "me", in base64url, 22 characters. */
    private static final String ME = "J0TM0Qx1M71zatiQ-d1cqy";

    private static final String NO_SESSION = "00";
    private static final String SESSION = "01";

    @TempDir
    private Path directory;

    private final String flowId = UUID.randomUUID().toString();
    private Mosquitto mosquitto;
    private Provider provider;

    @BeforeEach
    void start(@TempDir Path broker) throws Exception {
        mosquitto = new Mosquitto(broker);
        open(new Plan(directory));
    }

    private void open(Plan plan) throws IOException {
        if (provider != null) {
            provider.close();
        }
        provider = new Provider(plan);
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            provider.close();
            mosquitto.close();
        }
    }

    private String token() {
        return provider.subscriber(flowId, mosquitto.entry("mqtt"), "plant/#");
    }

    /** Connects with the wish for a session that stays; the flags of the CONNACK are as given. */
    private RawClient connected(int version, String token, String present) throws IOException {
        return connected(connectWith(version, KEEPS, FIVE_MINUTES, "me", "any", token), present);
    }

    private RawClient connected(byte[] connect, String present) throws IOException {
        RawClient client = RawClient.tls(provider);
        client.send(connect);
        assertThat(client.read()).matches("20.." + present + "00.*");
        return client;
    }

    private RawClient subscribed(int version, String token) throws IOException {
        RawClient client = connected(version, token, NO_SESSION);
        client.send(subscribe(version, 1, "plant/#", 1));
        assertThat(client.read()).startsWith("90").endsWith("01");
        return client;
    }

    private void leave(int version, String token) throws IOException {
        try (RawClient client = subscribed(version, token)) {
            client.send(packet(0xE0));
            client.readToEnd();
        }
    }

    /** The client id that the broker knows. */
    private String atBroker() {
        return flowId + "." + provider.store.find(flowId).orElseThrow().sessionEpoch() + "." + ME;
    }

    private Path records() {
        return new Plan(directory).sessionFile();
    }

    private void awaitRecord() {
        await().atMost(PATIENCE).until(() -> Files.exists(records()));
    }

    private void awaitNoRecord() {
        await().atMost(PATIENCE).until(() -> !Files.exists(records()));
    }

    private void assertNothingWaits(int version, String token) throws IOException {
        try (RawClient client = connected(version, token, NO_SESSION)) {
            client.send(packet(0xC0));
            assertThat(client.read()).isEqualTo("d000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void afterASuspensionNothingWaitsThatWasPublishedMeanwhile(int version) throws Exception {
        try (RawClient client = subscribed(version, token())) {
            String before = atBroker();

            provider.grants.suspend(flowId, Party.CONSUMER);
            client.readToEnd();
            awaitNoRecord();
            mosquitto.publish("plant/a", "secret", "-q", "1");

            assertNothingWaits(version, provider.resume(flowId));
            assertThat(mosquitto.endsSession(version, before)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, mqtt", "5, mqtt", "4, wss", "5, mqtts", "5, ws"})
    void afterTheEndTheBrokerHasNoSession(int version, String scheme) throws Exception {
        String token = provider.subscriber(flowId, mosquitto.entry(scheme), "plant/#");
        leave(version, token);
        String id = atBroker();
        awaitRecord();

        provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
        awaitNoRecord();

        assertThat(mosquitto.endsSession(version, id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aSessionThatIsKeptOverASuspensionHasWhatWasPublishedMeanwhile(int version) throws Exception {
        open(new Plan(directory).keepingSessions());
        try (RawClient client = subscribed(version, token())) {
            provider.grants.suspend(flowId, Party.PROVIDER);
            client.readToEnd();
        }
        mosquitto.publish("plant/a", "news", "-q", "1");

        try (RawClient client = connected(version, provider.resume(flowId), SESSION)) {
            assertThat(client.read())
                    .startsWith("32")
                    .endsWith(HexFormat.of().formatHex("news".getBytes(StandardCharsets.US_ASCII)));
        }
        provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
        awaitNoRecord();
    }

    @Test
    void anIncidentEndsEvenASessionThatASuspensionKeeps() throws Exception {
        open(new Plan(directory).keepingSessions());
        leave(V5, token());
        String id = atBroker();
        String first = provider.refreshToken(flowId);
        provider.refresh(first);
        provider.refresh(provider.refreshToken(flowId));

        provider.refresh(first);
        awaitNoRecord();

        assertThat(mosquitto.endsSession(V5, id)).isFalse();
    }

    @Test
    void theEndOfTheContractEndsTheSession() throws Exception {
        Instant end = Instant.now().plusSeconds(6);
        leave(V3, provider.start(flowId, mosquitto.entry("mqtt"), Permission.SUBSCRIBE, false, end, "plant/#"));

        awaitNoRecord();

        assertThat(Instant.now()).isAfter(end);
        assertThat(mosquitto.endsSession(V3, atBroker())).isFalse();
    }

    @Test
    void theEndOfATokenLeavesTheSession() throws Exception {
        open(new Plan(directory).tokenLife(Duration.ofSeconds(2)));
        try (RawClient client = subscribed(V5, token())) {
            assertThat(client.readToEnd()).isEqualTo("e002a000");
        }
        mosquitto.publish("plant/a", "news", "-q", "1");

        try (RawClient client = connected(V5, token(), SESSION)) {
            assertThat(client.read()).startsWith("32");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void theNinthPersistentClientIdIsRefused(int version) throws Exception {
        String token = token();
        for (int i = 1; i <= 8; i++) {
            leaveAs("client-" + i, version, token);
        }
        try (RawClient ninth = RawClient.tls(provider)) {
            ninth.send(connectWith(version, KEEPS, FIVE_MINUTES, "client-9", "any", token));
            assertThat(ninth.readToEnd()).isEqualTo(version == V5 ? "2003009700" : "20020003");
        }
        connected(connect(version, "client-9", token), NO_SESSION).close();
        connected(connectWith(version, KEEPS, FIVE_MINUTES, "client-8", "any", token), SESSION)
                .close();

        // One that comes back clean gives up its place.
        connected(connect(version, "client-8", token), NO_SESSION).close();
        leaveAs("client-9", version, token);
    }

    private void leaveAs(String clientId, int version, String token) throws IOException {
        try (RawClient client =
                connected(connectWith(version, KEEPS, FIVE_MINUTES, clientId, "any", token), NO_SESSION)) {
            client.send(packet(0xE0));
            client.readToEnd();
        }
    }

    @Test
    void anEpochThatBeginsHasPlacesOfItsOwn() throws Exception {
        String token = token();
        for (int i = 1; i <= 8; i++) {
            leaveAs("client-" + i, V3, token);
        }
        mosquitto.shutDown();
        provider.grants.suspend(flowId, Party.CONSUMER);
        String next = provider.resume(flowId);
        mosquitto.start();

        leaveAs("client-9", V3, next);
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void whoComesBackCleanLeavesNothing(int version) throws Exception {
        leave(version, token());
        awaitRecord();

        connected(connect(version, "me", token()), NO_SESSION).close();

        awaitNoRecord();
    }

    @Test
    void aDisconnectMayEndTheSession() throws Exception {
        try (RawClient client = subscribed(V5, token())) {
            client.send(packet(0xE0, 0, 5, 0x11, 0, 0, 0, 0));
            client.readToEnd();
        }
        awaitNoRecord();
    }

    @Test
    void aSessionThatTheBrokerHasDroppedIsForgotten() throws Exception {
        byte[] oneSecond = bytes(0x11, 0, 0, 0, 1);
        connected(connectWith(V5, KEEPS, oneSecond, "me", "any", token()), NO_SESSION)
                .close();

        awaitNoRecord();
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void aBrokerThatWasAwayIsTriedAgain(int version) throws Exception {
        leave(version, token());
        String id = atBroker();
        mosquitto.shutDown();

        provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
        mosquitto.start();
        awaitNoRecord();

        assertThat(mosquitto.endsSession(version, id)).isFalse();
    }

    @Test
    void aBrokerThatIsBackKnowsSessionsAgain() throws Exception {
        leave(V3, token());
        String id = atBroker();

        mosquitto.shutDown();
        mosquitto.start();

        assertThat(mosquitto.endsSession(V3, id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {V3, V5})
    void afterARestartSessionsOfUnknownGrantsAreRemoved(int version) throws Exception {
        leave(version, token());
        String id = atBroker();
        provider.close();
        assertThat(records()).exists(); // closing saves

        open(new Plan(directory).knowing(mosquitto.entry("mqtt")));
        awaitNoRecord();

        assertThat(mosquitto.endsSession(version, id)).isFalse();
    }

    @Test
    void aGatewayThatIsSwitchedOffRemovesThemToo() throws Exception {
        leave(V3, token());
        String id = atBroker();

        open(new Plan(directory).withoutMqtt(1).knowing(mosquitto.entry("mqtt")));
        awaitNoRecord();

        assertThat(mosquitto.endsSession(V3, id)).isFalse();
    }

    @Test
    void theRecordOfABrokerThatIsNotConfiguredAnyMoreIsDropped() throws Exception {
        leave(V3, token());
        String id = atBroker();

        open(new Plan(directory));
        awaitNoRecord();

        assertThat(mosquitto.endsSession(V3, id)).isTrue();
    }

    @Test
    void theRecordHoldsNoSecretAndIsForItsOwnerAlone() throws Exception {
        String token = token();
        leave(V5, token);
        awaitRecord();

        assertThat(Files.readString(records()))
                .contains(flowId)
                .doesNotContain(token)
                .doesNotContain(
                        mosquitto.entry("mqtt").login().password().orElseThrow().get());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(records())))
                .isEqualTo("rw-------");
    }

    /** The client was lost, and its will is delayed: the end of access comes before the will. */
    @Test
    void noWillThatWaitsFires() throws Exception {
        Broker broker = mosquitto.entry("mqtt");
        String token = provider.start(flowId, broker, Permission.BOTH, false, "plant/#");
        byte[] oneMinute = bytes(5, 0x18, 0, 0, 0, 60);
        byte[] connect = connectWith(V5, KEEPS | 4, FIVE_MINUTES, "me", oneMinute, "plant/will", "gone", "any", token);
        String other = provider.subscriber(flowId + "-witness", broker, "plant/#");
        try (RawClient witness = connected(connect(V3, "witness", other), NO_SESSION)) {
            witness.send(subscribe(V3, 1, "plant/#", 0));
            witness.read();
            connected(connect, NO_SESSION).close();
            await().until(() -> mosquitto.connections() == 1);

            provider.grants.end(flowId, EndReason.TERMINATED_BY_PROVIDER);
            awaitNoRecord();

            witness.send(packet(0xC0));
            assertThat(witness.read()).isEqualTo("d000");
        }
    }

    @Test
    void sessionsThatAreCleanLeaveNoFile() throws Exception {
        connected(connectWith(V3, CLEAN, new byte[0], "me", "any", token()), NO_SESSION)
                .close();
        provider.close();

        assertThat(records()).doesNotExist();
    }
}
