package dev.mqttdsp.gateway;

import static dev.mqttdsp.gateway.testing.Wire.V3;
import static dev.mqttdsp.gateway.testing.Wire.V5;
import static dev.mqttdsp.gateway.testing.Wire.bytes;
import static dev.mqttdsp.gateway.testing.Wire.connect;
import static dev.mqttdsp.gateway.testing.Wire.connectWith;
import static dev.mqttdsp.gateway.testing.Wire.hex;
import static dev.mqttdsp.gateway.testing.Wire.packet;
import static dev.mqttdsp.gateway.testing.Wire.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.grant.RefreshOutcome;
import dev.mqttdsp.gateway.testing.Door;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.Provider;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway tells about those who come, who are refused, and who go. */
@ExtendWith(NoLeaks.class)
class EventsTest {
    private static final Subject OWNER = new Subject("flow", "consumer", "agreement", "asset");
    private static final String ACCEPTED_V3 = "20020000";
    private static final String ACCEPTED_V5 = "2003000000";

    private Provider provider;
    private ScriptedBroker broker;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        provider = new Provider(directory);
        broker = new ScriptedBroker();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
        provider.close();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void whoIsLetInAndWhoGoesAgain(Door door) throws IOException {
        try (RawClient client = door.raw(provider);
                RawClient gateway = opened(client, V5, token())) {
            client.send(packet(0xE0, 0, 0));
            gateway.read();
        }

        AccessEvent connected = awaitEvent(Kind.CONNECTED);
        assertThat(connected.subject()).isEqualTo(OWNER);
        assertThat(connected.address()).matches("127\\.0\\.0\\.1:[0-9]+");
        assertThat(connected.details())
                .containsEntry("transport", door.name().toLowerCase(Locale.ROOT))
                .containsEntry("version", "5")
                .containsEntry("client", "me")
                .containsEntry("broker", "scripted");
        AccessEvent gone = awaitEvent(Kind.DISCONNECTED);
        assertThat(gone.reason()).isEqualTo("CLIENT_LEFT");
        assertThat(gone.subject()).isEqualTo(OWNER);
        assertThat(gone.address()).isEqualTo(connected.address());
        assertThat(gone.details()).containsKey("seconds").containsEntry("client", "me");
        assertThat(provider.events).hasSize(2);
    }

    @Test
    void aClientThatHangsUpIsLost() throws IOException {
        RawClient client = RawClient.tls(provider);
        try (RawClient gateway = opened(client, V3, token())) {
            client.hangUp();
            gateway.readToEnd();
        }

        assertThat(awaitEvent(Kind.DISCONNECTED).reason()).isEqualTo("CLIENT_LOST");
    }

    @Test
    void aClientThatIsSilentIsGone() throws IOException {
        String token = token();
        try (RawClient client = RawClient.tls(provider)) {
            client.send(packet(0x10, "MQTT", V5, 0xC2, 0, 1, 0, "me", "any", token));
            try (RawClient gateway = answered(ACCEPTED_V5)) {
                client.readToEnd();
                gateway.readToEnd();
            }
        }

        assertThat(awaitEvent(Kind.DISCONNECTED).reason()).isEqualTo("KEEP_ALIVE");
    }

    @Test
    void aBrokerThatHangsUpIsLostAndOneThatSaysGoodbyeHasLeft() throws IOException {
        String token = token();
        try (RawClient client = RawClient.tls(provider)) {
            opened(client, V5, token).close();
            client.readToEnd();
        }
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            gateway.send(packet(0xE0, 0x8B));
            client.readToEnd();
        }

        await().until(() -> told(Kind.DISCONNECTED).size() == 2);
        assertThat(told(Kind.DISCONNECTED))
                .extracting(AccessEvent::reason)
                .containsExactly("BROKER_LOST", "BROKER_LEFT");
        assertThat(told(Kind.DISCONNECTED).get(1).details()).containsEntry("cause", "0x8B");
    }

    @Test
    void whoIsCutOffIsCutForTheReasonThatItsGrantHas() throws IOException {
        String token = token();
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            provider.grants.suspend("flow", Party.PROVIDER);
            client.readToEnd();
            gateway.readToEnd();
        }
        token = provider.resume("flow");
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            provider.grants.end("flow", EndReason.TERMINATED_BY_PROVIDER);
            client.readToEnd();
            gateway.readToEnd();
        }

        await().until(() -> told(Kind.CUT).size() == 2);
        assertThat(told(Kind.CUT)).extracting(AccessEvent::reason).containsExactly("FLOW_SUSPENDED", "FLOW_ENDED");
        assertThat(told(Kind.CUT)).allSatisfy(event -> {
            assertThat(event.subject()).isEqualTo(OWNER);
            assertThat(event.address()).isNotEmpty();
        });
    }

    @Test
    void aStolenRefreshTokenCutsTheSessionAsSuperseded() throws IOException {
        String token = token();
        String refreshToken = provider.refreshToken("flow");
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            var second = (RefreshOutcome.Refreshed) provider.refresh(refreshToken);
            provider.refresh(second.refreshToken());
            provider.refresh(refreshToken);
            client.readToEnd();
            gateway.readToEnd();
        }

        assertThat(awaitEvent(Kind.CUT).reason()).isEqualTo("SUPERSEDED");
    }

    @Test
    void theEndOfTheContractCutsAsExpired() throws IOException {
        String token = provider.start(
                "flow", broker.entry(), Permission.BOTH, false, Instant.now().plusSeconds(6), "plant/#");
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            client.readToEnd();
            gateway.readToEnd();
        }

        assertThat(awaitEvent(Kind.CUT).reason()).isEqualTo("EXPIRED");
    }

    @Test
    void whoBreaksTheProtocolOrPublishesWithoutTheRightIsCut() throws IOException {
        String token = provider.subscriber("flow", broker.entry(), "plant/#");
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token)) {
            client.send(connect(V5, "me", token));
            client.readToEnd();
            gateway.readToEnd();
        }
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V3, token)) {
            client.send(packet(0x30, "plant/a\u2028b", bytes(1)));
            client.readToEnd();
            gateway.readToEnd();
        }

        await().until(() -> told(Kind.CUT).size() == 2);
        AccessEvent violation = told(Kind.CUT).get(0);
        assertThat(violation.reason()).isEqualTo("PROTOCOL_VIOLATION");
        assertThat(violation.details()).containsEntry("cause", "a second CONNECT");
        AccessEvent publish = told(Kind.CUT).get(1);
        assertThat(publish.reason()).isEqualTo("PUBLISH_NOT_GRANTED");
        assertThat(publish.details()).containsEntry("topicsRefused", "1");
        assertThat(awaitEvent(Kind.TOPIC_REFUSED).details()).containsEntry("topic", "plant/a\u2028b");
    }

    @Test
    void ofManyTopicsThatAreRefusedTheFirstFiveAreToldAndTheNumberOfAll() throws IOException {
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token())) {
            for (int i = 1; i <= 20; i++) {
                client.send(subscribe(V5, i, "other/" + i, 0));
                client.read();
            }
            client.send(packet(0xE0, 0, 0));
            gateway.read();
        }

        assertThat(awaitEvent(Kind.DISCONNECTED).details()).containsEntry("topicsRefused", "20");
        assertThat(told(Kind.TOPIC_REFUSED)).hasSize(5).allSatisfy(event -> assertThat(event.reason())
                .isEqualTo("SUBSCRIBE_NOT_GRANTED"));
    }

    @Test
    void whenTheGatewayStopsItsSessionsAreCut() throws IOException {
        try (RawClient client = RawClient.tls(provider);
                RawClient gateway = opened(client, V5, token())) {
            provider.gateway.close();
            client.readToEnd();
            gateway.readToEnd();
        }

        assertThat(awaitEvent(Kind.CUT).reason()).isEqualTo("GATEWAY_STOPS");
    }

    @Test
    void aCredentialThatDoesNotCountIsToldWithItsOwnerAsFarAsThatIsCertain() throws IOException {
        String token = token();
        provider.grants.suspend("flow", Party.PROVIDER);
        for (String credential : List.of("", "nonsense", token)) {
            try (RawClient client = RawClient.tls(provider)) {
                client.send(connect(V5, "me", credential));
                client.readToEnd();
            }
        }

        await().until(() -> provider.events.size() == 3);
        assertThat(provider.events).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo(Kind.CONNECT_REFUSED);
            assertThat(event.address()).isNotEmpty();
            assertThat(event.details()).containsEntry("client", "me");
            assertThat(event.toString()).doesNotContain(token);
        });
        assertThat(provider.events)
                .extracting(AccessEvent::reason)
                .containsExactly("NO_CREDENTIAL", "BAD_CREDENTIAL", "FLOW_SUSPENDED");
        assertThat(provider.events.get(1).subject()).isEqualTo(Subject.UNKNOWN);
        assertThat(provider.events.get(2).subject()).isEqualTo(OWNER);
    }

    @ParameterizedTest
    @CsvSource({
        "10 0c 0004 'MQTT' 06 02 003c 0000, UNSUPPORTED_VERSION",
        "10 0c 0004 'MQTT' 04 00 003c 0000, NO_CLIENT_ID",
        "10 0c 0004 'MQTT' 04 03 003c 0000, BAD_CONNECT",
        "10 11 0004 'MQTT' 05 02 003c 04 15 0001 41 0000, BAD_AUTHENTICATION_METHOD"
    })
    void aConnectThatIsNotEvenJudgedIsToldAsWell(String written, String reason) throws IOException {
        try (RawClient client = RawClient.tls(provider)) {
            client.send(hex(written.replace("'MQTT'", "4d515454")));
            client.readToEnd();
        }

        AccessEvent event = awaitEvent(Kind.CONNECT_REFUSED);
        assertThat(event.reason()).isEqualTo(reason);
        assertThat(event.address()).isNotEmpty();
    }

    @Test
    void aWillWithoutTheRightIsRefused() throws IOException {
        String token = provider.subscriber("flow", broker.entry(), "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connectWith(V3, 0xC6, new byte[0], "me", "plant/will", "bye", "any", token));
            client.readToEnd();
        }

        AccessEvent event = awaitEvent(Kind.CONNECT_REFUSED);
        assertThat(event.reason()).isEqualTo("WILL_NOT_GRANTED");
        assertThat(event.subject()).isEqualTo(OWNER);
        assertThat(event.details()).containsEntry("cause", "plant/will");
    }

    @Test
    void oneSessionTooManyIsRefused() throws IOException {
        String token = token();
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RawClient client = RawClient.tls(provider);
            client.send(connect(V5, "client-" + i, token));
            open.add(client);
            open.add(broker.accept());
        }
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "one-more", token));
            client.readToEnd();
        }

        assertThat(awaitEvent(Kind.CONNECT_REFUSED).reason()).isEqualTo("TOO_MANY_SESSIONS");
        for (RawClient each : open) {
            each.close();
        }
    }

    @Test
    void aBrokerThatIsAwayRefusesOrNeverAnswersIsNamed() throws IOException {
        Broker away = Broker.at(URI.create("mqtt://127.0.0.1:" + Ports.free()));
        String nowhere = provider.subscriber("away", away, "plant/#");
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", nowhere));
            client.readToEnd();
        }
        String token = token();
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            try (RawClient gateway = answered("2003008700")) {
                client.readToEnd();
                gateway.readToEnd();
            }
        }
        try (RawClient client = RawClient.tls(provider)) {
            client.send(connect(V5, "me", token));
            try (RawClient gateway = broker.accept()) {
                client.readToEnd();
                gateway.readToEnd();
            }
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> told(Kind.CONNECT_REFUSED).size() == 3);
        List<AccessEvent> refused = told(Kind.CONNECT_REFUSED);
        assertThat(refused)
                .extracting(AccessEvent::reason)
                .containsExactly("BROKER_UNREACHABLE", "BROKER_REFUSED", "BROKER_SILENT");
        assertThat(refused.get(0).details().get("cause")).contains("refused");
        assertThat(refused.get(1).details()).containsEntry("broker", "scripted").containsEntry("cause", "0x87");
        assertThat(told(Kind.CONNECTED)).isEmpty();
    }

    private String token() {
        return provider.start("flow", broker.entry(), Permission.BOTH, false, "plant/#");
    }

    /** Connects, and gives the broker's end of the session. */
    private RawClient opened(RawClient client, int version, String token) throws IOException {
        client.send(connect(version, "me", token));
        RawClient gateway = answered(version == V5 ? ACCEPTED_V5 : ACCEPTED_V3);
        assertThat(client.read()).matches("20..0000.*");
        return gateway;
    }

    private RawClient answered(String connack) throws IOException {
        RawClient gateway = broker.accept();
        gateway.read();
        gateway.send(hex(connack));
        return gateway;
    }

    private List<AccessEvent> told(Kind kind) {
        return provider.events.stream().filter(event -> event.kind() == kind).toList();
    }

    private AccessEvent awaitEvent(Kind kind) {
        return await().until(() -> told(kind), told -> !told.isEmpty()).get(0);
    }
}
