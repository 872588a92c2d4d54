package dev.mqttdsp.core.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Admission.Admitted;
import dev.mqttdsp.core.grant.Admission.Denied;
import dev.mqttdsp.core.grant.Admission.Reason;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Login;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00.700Z");
    private static final Executor NEVER = task -> {
        throw new RejectedExecutionException();
    };

    private final TestClock clock = new TestClock(NOW);
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final Connector connector = new Connector(clock);
    private final AtomicInteger checks = new AtomicInteger();
    private final Replica replica = replica(task -> {
        checks.incrementAndGet();
        task.run();
    });

    private Replica replica(Executor executor) {
        return new Replica(new Brokers(List.of(Connector.PLANT)), executor, clock, nanos::get);
    }

    private Admission admit(String user, String password) {
        return replica.admit(new Login(user, password)).toCompletableFuture().join();
    }

    private Admission admit(String token) {
        return admit("any", token);
    }

    private static Denied denied(Reason reason, String flowId) {
        return new Denied(reason, Optional.of(flowId));
    }

    private void pass(Duration time) {
        clock.pass(time);
        nanos.addAndGet(time.toNanos());
    }

    @Nested
    class Admissions {

        @Test
        void aTokenOfTheConnectorIsAdmittedWithAllThatItsGrantAllows() throws Exception {
            String token = connector.token("f");
            Tape.of(connector.feed).playTo(replica);

            Admitted admitted = (Admitted) admit(token);

            Grant original = connector.store.find("f").orElseThrow();
            assertThat(admitted.until()).isEqualTo(Instant.parse("2030-01-01T12:05:00Z"));
            assertThat(admitted.grant())
                    .usingRecursiveComparison()
                    .ignoringFields("refreshes", "changedAt")
                    .isEqualTo(original);
            assertThat(admitted.grant().rights().permission()).isEqualTo(Permission.BOTH);
            assertThat(admitted.grant().rights().dialect()).isEqualTo(BrokerDialect.DOTTED);
            assertThat(admitted.grant().rights().topics())
                    .containsExactly(TopicFilter.of("plant/+/a b"), TopicFilter.of("ö/#"));
        }

        @Test
        void aTokenIsVerifiedOnceAndThenKnown() throws Exception {
            String token = connector.token("f");
            Tape.of(connector.feed).playTo(replica);

            assertThat(admit(token)).isInstanceOf(Admitted.class);
            assertThat(admit(token)).isInstanceOf(Admitted.class);

            assertThat(checks).hasValue(1);
        }

        @Test
        void aSnapshotOfTheSameKeysForgetsNoTokenAndOneOfOthersForgetsAll() throws Exception {
            String token = connector.token("f");
            Tape.of(connector.feed).playTo(replica);
            assertThat(admit(token)).isInstanceOf(Admitted.class);

            Tape.of(connector.feed).playTo(replica);
            assertThat(admit(token)).isInstanceOf(Admitted.class);
            assertThat(checks).hasValue(1);

            Connector other = new Connector(clock, Connector.PARTICIPANT, SigningKey.generate());
            other.token("f");
            Tape.of(other.feed).playTo(replica);
            assertThat(admit(token)).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        }

        @Test
        void unknownTokensAreRefusedWithoutWaitingWhereTooManyWait() throws Exception {
            String token = connector.token("f");
            Replica busy = replica(NEVER);
            Tape.of(connector.feed).playTo(busy);

            assertThat(busy.admit(new Login("", token)).toCompletableFuture().join())
                    .isEqualTo(new Denied(Reason.BUSY, Optional.empty()));
        }

        @Test
        void aForgedTokenAnExpiredOneAndNoneAreRefused() throws Exception {
            String token = connector.token("f");
            String forged = new Connector(clock).token("f");
            Tape tape = Tape.of(connector.feed);
            tape.playTo(replica);

            assertThat(admit(forged)).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
            assertThat(admit("")).isEqualTo(new Denied(Reason.NO_CREDENTIAL, Optional.empty()));
            assertThat(admit("no token")).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));

            pass(Connector.TOKEN_LIFE);
            tape.playTo(replica);
            assertThat(admit(token)).isEqualTo(new Denied(Reason.EXPIRED, Optional.empty()));
        }

        @Test
        void aPasswordIsAdmittedByItsHashAndOnlyInItsEpoch() throws Exception {
            var login = (ConsumerCredential.Login) connector.start("f", new CredentialSource.MadePassword());
            Tape tape = Tape.of(connector.feed);
            tape.playTo(replica);

            assertThat(admit("f", login.password())).isInstanceOf(Admitted.class);
            assertThat(admit("f", login.password() + "x"))
                    .isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
            assertThat(admit("g", login.password())).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));

            connector.grants.suspend("f", Party.PROVIDER);
            connector.grants.resume(
                    Connector.request("f", new CredentialSource.MadePassword(), Connector.PLANT, Instant.MAX));
            tape.playTo(replica);
            assertThat(admit("f", login.password())).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
            var next = (ConsumerCredential.Login) connector.start("f", new CredentialSource.MadePassword());
            assertThat(admit("f", next.password())).isInstanceOf(Admitted.class);
        }

        @Test
        void whatHasHappenedToTheGrantCountsAtOnce() throws Exception {
            String token = connector.token("f");
            Tape tape = Tape.of(connector.feed);
            Reading reading = tape.playTo(replica);
            int read = tape.lines().size() - 1;

            connector.grants.suspend("f", Party.CONSUMER);
            reading.take(tape.lines().get(read));
            assertThat(admit(token)).isEqualTo(denied(Reason.FLOW_SUSPENDED, "f"));

            String fresh = Connector.token(connector.grants.resume(
                    Connector.request("f", new CredentialSource.SignedToken(), Connector.PLANT, Instant.MAX)));
            reading.take(tape.lines().get(read + 1));
            assertThat(admit(token)).isEqualTo(denied(Reason.SUPERSEDED, "f"));
            assertThat(admit(fresh)).isInstanceOf(Admitted.class);

            connector.grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            reading.take(tape.lines().get(read + 2));
            assertThat(admit(fresh)).isEqualTo(denied(Reason.FLOW_ENDED, "f"));
            assertThat(replica.grants().find("f").orElseThrow().consumer()).isEqualTo("BPNL-consumer");
        }

        @Test
        void aRefreshExtendsTheAccessOfWhoeverIsIn() throws Exception {
            var credential = (ConsumerCredential.Token) connector.start("f", new CredentialSource.SignedToken());
            Tape tape = Tape.of(connector.feed);
            pass(Duration.ofMinutes(2));
            connector
                    .grants
                    .refresh(credential.refreshToken(), Optional.empty(), "")
                    .toCompletableFuture()
                    .join();
            tape.playTo(replica);

            Admitted admitted = (Admitted) admit(credential.accessToken().value());

            assertThat(admitted.until()).isEqualTo(Instant.parse("2030-01-01T12:07:00Z"));
        }

        @Test
        void theContractsEndNeedsNoLine() throws Exception {
            var login = (ConsumerCredential.Login) Connector.credential(connector.grants.start(
                    Connector.request("f", new CredentialSource.MadePassword(), Connector.PLANT, NOW.plusSeconds(10))));
            Tape.of(connector.feed).playTo(replica);
            assertThat(admit("f", login.password())).isInstanceOf(Admitted.class);

            pass(Duration.ofSeconds(10));

            assertThat(admit("f", login.password())).isEqualTo(denied(Reason.CONTRACT_ENDED, "f"));
        }

        @Test
        void aBarredParticipantIsRefused() throws Exception {
            String token = connector.token("f");
            Tape tape = Tape.of(connector.feed);
            connector.blocks.block("BPNL-consumer", "does not pay");
            tape.playTo(replica);

            assertThat(admit(token)).isEqualTo(denied(Reason.PARTICIPANT_BLOCKED, "f"));
        }

        @Test
        void aBrokerWithoutAnEntryIsReachedAnonymouslyAndOneWhoseEntryIsMissingNotAtAll() throws Exception {
            Broker anonymous = Broker.at(URI.create("mqtt://127.0.0.1:1883"));
            Broker unknown = new Broker(
                    "forgotten",
                    URI.create("mqtt://127.0.0.1:1884"),
                    Connector.PLANT.login(),
                    List.of(),
                    true,
                    BrokerDialect.MQTT);
            CredentialSource token = new CredentialSource.SignedToken();
            connector.grants.start(Connector.request("f", token, anonymous, Instant.MAX));
            connector.grants.start(Connector.request("g", token, unknown, Instant.MAX));
            Tape.of(connector.feed).playTo(replica);

            assertThat(replica.grants().find("f").orElseThrow().broker()).isEqualTo(anonymous);
            Broker missing = replica.grants().find("g").orElseThrow().broker();
            assertThat(missing.name()).isEqualTo("forgotten");
            assertThatThrownBy(() -> missing.login().password().orElseThrow().get())
                    .hasMessage("this gateway has no broker entry 'forgotten'");
        }
    }

    @Nested
    class Silence {

        @Test
        void nobodyIsAdmittedBeforeTheFirstSnapshotIsComplete() throws Exception {
            String token = connector.token("f");
            Reading reading = replica.reading();
            List<String> lines = Tape.of(connector.feed).lines();
            Denied silent = new Denied(Reason.FEED_SILENT, Optional.empty());

            assertThat(admit(token)).isEqualTo(silent);
            reading.take(lines.get(0));
            reading.take(lines.get(1));
            reading.upToDate();
            assertThat(admit(token)).isEqualTo(silent);
            assertThat(replica.complete().toCompletableFuture()).isNotDone();

            reading.take(lines.get(2));
            reading.upToDate();
            assertThat(admit(token)).isInstanceOf(Admitted.class);
            assertThat(replica.complete().toCompletableFuture()).isCompleted();
            assertThat(replica.participant()).isEqualTo(Connector.PARTICIPANT);
            assertThat(replica.jwks()).isEqualTo(connector.key.publicJwks());
        }

        @Test
        void afterFifteenSecondsWithoutALineNobodyIsAdmittedAndGrantsStayAsTheyAre() throws Exception {
            String token = connector.token("f");
            Tape tape = Tape.of(connector.feed);
            Reading reading = tape.playTo(replica);

            pass(Replica.SILENCE.minusMillis(1));
            assertThat(admit(token)).isInstanceOf(Admitted.class);
            pass(Duration.ofMillis(1));
            assertThat(admit(token)).isEqualTo(new Denied(Reason.FEED_SILENT, Optional.empty()));
            assertThat(replica.grants().find("f").orElseThrow().state()).isEqualTo(Grant.State.OPEN);

            reading.take(GrantFeed.alive(0));
            assertThat(admit(token)).as("a line that is not the last to come").isInstanceOf(Denied.class);
            reading.upToDate();
            assertThat(admit(token)).isInstanceOf(Admitted.class);
        }

        @Test
        void settingTheClockBackMakesNoFeedFresher() throws Exception {
            String token = connector.token("f");
            Tape.of(connector.feed).playTo(replica);

            nanos.addAndGet(Replica.SILENCE.toNanos());
            clock.pass(Duration.ofHours(-1));

            assertThat(admit(token)).isEqualTo(new Denied(Reason.FEED_SILENT, Optional.empty()));
        }

        @Test
        void aSnapshotThatIsOnItsWayIsNoSignThatWhatIsKnownIsStillSo() throws Exception {
            connector.token("f");
            Tape tape = Tape.of(connector.feed);
            tape.playTo(replica);
            pass(Replica.SILENCE);

            Reading next = replica.reading();
            next.take(tape.lines().get(0));
            next.take(tape.lines().get(1));
            next.upToDate();

            assertThat(replica.isSilent()).isTrue();
        }
    }

    @Nested
    class Snapshots {

        @Test
        void whatIsNotInItIsGoneAndWatchersAreToldOfAllThatMayHaveChanged() throws Exception {
            connector.token("stays");
            connector.token("goes");
            Tape.of(connector.feed).playTo(replica);
            List<String> told = new ArrayList<>();
            Runnable endOfWatch = replica.grants().watch(told::add);

            connector.grants.end("goes", EndReason.TERMINATED_BY_CONSUMER);
            connector.token("comes");
            Tape.of(connector.feed).playTo(replica);

            assertThat(told).containsExactlyInAnyOrder("stays", "goes", "comes");
            assertThat(replica.grants().find("goes")).isEmpty();
            assertThat(replica.grants().find("stays")).isPresent();
            endOfWatch.run();
            Tape.of(connector.feed).playTo(replica);
            assertThat(told).hasSize(3);
        }

        @Test
        void oneThatBreaksOffChangesNothing() throws Exception {
            connector.token("f");
            Tape.of(connector.feed).playTo(replica);
            connector.grants.end("f", EndReason.TERMINATED_BY_CONSUMER);
            List<String> next = Tape.of(connector.feed).lines();

            Tape.play(next.subList(0, 1), replica);

            assertThat(replica.grants().find("f").orElseThrow().state()).isEqualTo(Grant.State.OPEN);
        }

        @Test
        void oneThatIsOlderThanWhatIsKnownIsRefused() throws Exception {
            connector.token("f");
            List<String> early = Tape.of(connector.feed).lines();
            Tape tape = Tape.of(connector.feed);
            connector.grants.end("f", EndReason.TERMINATED_BY_CONSUMER);
            tape.playTo(replica);

            assertThatThrownBy(() -> Tape.play(early, replica))
                    .isInstanceOf(UnusableFeedException.class)
                    .hasMessage("an out-of-date snapshot");
            assertThat(replica.grants().find("f").orElseThrow().state()).isEqualTo(Grant.State.ENDED);
        }

        @Test
        void thatOfAConnectorThatWasStartedAnewTakesTheirPlace() throws Exception {
            String token = connector.token("f");
            Tape tape = Tape.of(connector.feed);
            connector.token("g");
            tape.playTo(replica);

            Connector again = new Connector(clock, Connector.PARTICIPANT, connector.key);
            Tape.of(again.feed).playTo(replica);

            assertThat(admit(token)).isEqualTo(denied(Reason.FLOW_ENDED, "f"));
        }

        @Test
        void thatOfAnotherParticipantIsRefused() throws Exception {
            connector.token("f");
            Tape.of(connector.feed).playTo(replica);
            Connector other = new Connector(clock, "BPNL-other", connector.key);

            assertThatThrownBy(() -> Tape.of(other.feed).playTo(replica))
                    .isInstanceOf(UnusableFeedException.class)
                    .hasMessage("the feed of another participant than before");
            assertThat(replica.grants().find("f")).isPresent();
        }

        @Test
        void whatHasEndedIsForgottenAfterAnHour() throws Exception {
            connector.token("f");
            Tape tape = Tape.of(connector.feed);
            connector.grants.end("f", EndReason.TERMINATED_BY_CONSUMER);
            Reading reading = tape.playTo(replica);
            assertThat(replica.grants().find("f")).isPresent();

            pass(Duration.ofMinutes(61));
            reading.take(GrantFeed.alive(1));

            assertThat(replica.grants().find("f")).isEmpty();
        }
    }
}
