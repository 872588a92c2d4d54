package dev.mqttdsp.core.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.token.PublicKeys;
import dev.mqttdsp.core.token.SigningKey;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of order, or is no feed at all, ends the reading and changes nothing. */
class FeedOrderTest {
    private final TestClock clock = new TestClock(Instant.parse("2030-01-01T12:00:00Z"));
    private final Connector connector = new Connector(clock);
    private final Replica replica =
            new Replica(new Brokers(List.of(Connector.PLANT)), Runnable::run, clock, System::nanoTime);

    @Test
    void changesOfManyThreadsComeInOneOrderAndNoneIsMissing() throws Exception {
        Tape tape = Tape.of(connector.feed);
        CountDownLatch done = new CountDownLatch(4);
        IntStream.range(0, 4).forEach(i -> new Thread(() -> {
                    for (int round = 0; round < 25; round++) {
                        String flow = "f" + (round % 3);
                        var request = Connector.request(
                                flow, new CredentialSource.SignedToken(), Connector.PLANT, Instant.MAX);
                        connector.grants.start(request);
                        connector.grants.suspend(flow, Party.PROVIDER);
                        connector.grants.resume(request);
                    }
                    done.countDown();
                })
                .start());
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

        tape.playTo(replica);

        for (String flow : List.of("f0", "f1", "f2")) {
            Grant original = connector.store.find(flow).orElseThrow();
            Grant copy = replica.grants().find(flow).orElseThrow();
            assertThat(copy.epoch()).isEqualTo(original.epoch());
            assertThat(copy.state()).isEqualTo(original.state());
        }
    }

    @Test
    void aLineThatIsMissingIsNoticed() {
        Tape tape = Tape.of(connector.feed);
        connector.token("f");
        connector.token("g");
        List<String> lines = new ArrayList<>(tape.lines());
        lines.remove(2);

        assertRefused(lines, "a line is missing, or out of order");
        assertThat(replica.grants().find("g")).isEmpty();
    }

    @Test
    void aLastLineThatIsMissingIsNoticedByTheHeartbeat() {
        Tape tape = Tape.of(connector.feed);
        connector.token("f");
        List<String> lines = new ArrayList<>(tape.lines());
        lines.remove(2);

        assertRefused(lines, "a line is missing, or out of order");
    }

    @Test
    void linesThatHaveChangedPlacesAreNoticed() {
        Tape tape = Tape.of(connector.feed);
        connector.token("f");
        connector.grants.suspend("f", Party.PROVIDER);
        List<String> lines = new ArrayList<>(tape.lines());
        Collections.swap(lines, 2, 3);

        assertRefused(lines, "a line is missing, or out of order");
    }

    @Test
    void anEpochThatIsOverDoesNotComeBack() throws Exception {
        connector.token("f");
        Tape tape = Tape.of(connector.feed);
        Reading reading = tape.playTo(replica);
        String early = tape.lines().get(1).replace("\"sequence\":0", "\"sequence\":2");
        connector.grants.suspend("f", Party.PROVIDER);
        reading.take(tape.lines().get(3));

        assertThatThrownBy(() -> reading.take(early))
                .isInstanceOf(UnusableFeedException.class)
                .hasMessage("an out-of-date grant");
        assertThat(replica.grants().find("f").orElseThrow().state()).isEqualTo(Grant.State.SUSPENDED);
    }

    @Test
    void aFeedBeginsOnceAndWithItsBeginning() {
        List<String> lines = Tape.of(connector.feed).lines();

        assertRefused(lines.subList(1, 2), "a feed that does not begin with its beginning");
        assertRefused(List.of(lines.get(0), lines.get(0)), "a feed that begins twice");
        assertRefused(List.of(lines.get(0), lines.get(1).replace(":0", ":1")), "a snapshot of several moments");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "null",
                "{}",
                "{\"sequence\":0}",
                "{\"sequence\":\"0\",\"type\":\"alive\"}",
                "{\"sequence\":-1,\"type\":\"alive\"}",
                "{\"sequence\":1e3,\"type\":\"alive\"}",
                "{\"sequence\":99999999999999999999,\"type\":\"alive\"}",
                "{\"sequence\":0,\"type\":\"surprise\"}",
                "{\"sequence\":0,\"type\":\"begin\",\"version\":1,\"stream\":\"s\",\"participant\":\"p\"}",
                "{\"sequence\":0,\"type\":\"begin\",\"version\":2,\"stream\":\"s\",\"participant\":\"p\",\"jwks\":\"\"}",
                "{\"sequence\":0,\"type\":\"grant\"}",
            })
    void whatIsNoLineIsRefused(String line) {
        assertThatThrownBy(() -> replica.reading().take(line)).isInstanceOf(UnusableFeedException.class);
    }

    static Stream<String> fields() {
        return Stream.of(
                "flow",
                "consumer",
                "agreement",
                "asset",
                "broker",
                "brokerUrl",
                "topics",
                "permission",
                "retain",
                "dialect",
                "credential",
                "passwordSha256",
                "state",
                "epoch",
                "sessionEpoch",
                "accessUntil",
                "contractEnd",
                "barred");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aGrantThatLacksAFieldIsRefused(String field) {
        connector.token("f");
        List<String> lines = new ArrayList<>(Tape.of(connector.feed).lines());
        lines.set(1, lines.get(1).replace("\"" + field + "\":", "\"other\":"));

        assertThatThrownBy(() -> Tape.play(lines, replica)).isInstanceOf(UnusableFeedException.class);
        assertThat(replica.grants().find("f")).isEmpty();
        assertThat(replica.complete().toCompletableFuture()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"state\":\"AJAR\"",
                "\"permission\":\"ALL\"",
                "\"dialect\":\"odd\"",
                "\"brokerUrl\":\"http://host\"",
                "\"brokerUrl\":\"mqtt://user:password@host\"",
                "\"contractEnd\":\"tomorrow\"",
                "\"topics\":[\"a/#/b\"]",
                "\"topics\":\"#\"",
                "\"credential\":\"password\"",
                "\"credential\":\"cookie\"",
                "\"barred\":\"no\"",
                "\"epoch\":1.5",
            })
    void aGrantWithAValueThatMakesNoSenseIsRefused(String value) {
        connector.token("f");
        String field = value.substring(0, value.indexOf(':'));
        List<String> lines = new ArrayList<>(Tape.of(connector.feed).lines());
        lines.set(1, lines.get(1).replaceFirst(field + ":(\\[[^]]*]|\"[^\"]*\"|[^,}]*)", value));
        assertThat(lines.get(1)).contains(value);

        assertThatThrownBy(() -> Tape.play(lines, replica)).isInstanceOf(UnusableFeedException.class);
        assertThat(replica.grants().find("f")).isEmpty();
    }

    @Test
    void keysThatArePrivateOrNoneAreRefused() {
        String text = Tape.of(connector.feed).lines().get(0);
        String withoutKeys = text.replaceFirst("\"jwks\":\"(\\\\.|[^\"\\\\])*\"", "\"jwks\":\"{\\\\\"keys\\\\\":[]}\"");

        assertRefused(
                List.of(withoutKeys, "{\"sequence\":0,\"type\":\"complete\"}"),
                "public keys that cannot be used: not all of the keys are public P-256 keys with an id, or there is none");
    }

    @Test
    void theFeedHoldsNothingToGetInWithAndNothingOfOtherCredentials() {
        var token = (ConsumerCredential.Token) connector.start("f", new CredentialSource.SignedToken());
        var login = (ConsumerCredential.Login) connector.start("g", new CredentialSource.MadePassword());
        Tape tape = Tape.of(connector.feed);
        connector.grants.suspend("g", Party.PROVIDER);
        connector.grants.start(Connector.request(
                "direct",
                new CredentialSource.IssuedToken(
                        URI.create("https://idp.example"), "client", "alias", Optional.empty(), Optional.empty()),
                Connector.PLANT,
                Instant.MAX));

        String all = String.join("\n", tape.lines());

        assertThat(tape.lines()).hasSize(6);
        assertThat(all)
                .contains("\"flow\":\"f\"", "\"flow\":\"g\"")
                .doesNotContain(
                        token.accessToken().value(),
                        token.refreshToken(),
                        login.password(),
                        "the broker's password",
                        "alias",
                        "direct");
    }

    @Test
    void aReaderThatHasLeftIsToldNothing() {
        List<String> told = new ArrayList<>();
        GrantFeed.Reader reader = (sequence, line) -> told.add(line);
        connector.feed.begin(reader);
        connector.token("f");

        connector.feed.end(reader);
        connector.token("g");

        assertThat(told).hasSize(1);
    }

    @Test
    void keysOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> PublicKeys.ofJwks("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicKeys.ofJwks("no json")).isInstanceOf(IllegalArgumentException.class);
        assertThat(PublicKeys.ofJwks(SigningKey.generate().publicJwks()).jwks()).doesNotContain("\"d\"");
    }

    private void assertRefused(List<String> lines, String message) {
        assertThatThrownBy(() -> Tape.play(lines, replica))
                .isInstanceOf(UnusableFeedException.class)
                .hasMessage(message);
    }
}
