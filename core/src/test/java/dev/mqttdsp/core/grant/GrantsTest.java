package dev.mqttdsp.core.grant;

import static dev.mqttdsp.core.grant.Fixture.NOW;
import static dev.mqttdsp.core.grant.Fixture.address;
import static dev.mqttdsp.core.grant.Fixture.request;
import static dev.mqttdsp.core.grant.Fixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.grant.Admission.Admitted;
import dev.mqttdsp.core.grant.Admission.Denied;
import dev.mqttdsp.core.grant.Admission.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
    private final Fixture provider = new Fixture();
    private final TestClock clock = provider.clock;
    private final Grants grants = provider.grants;
    private final List<String> changes = new ArrayList<>();

    @BeforeEach
    void watch() {
        provider.store.watch(changes::add);
    }

    @Nested
    class Start {

        @Test
        void givesOutAnAddressWhoseTokenIsAdmitted() {
            ConsumerAddress address = started(grants.start(request("f")));

            assertThat(address.url()).isEqualTo(Fixture.ENDPOINTS.wss());
            assertThat(address.endpointType()).isEqualTo(EndpointType.WSS);
            assertThat(credential(address).expiresIn()).isEqualTo(Fixture.TOKEN_LIFE);
            assertThat(address.topics()).hasToString("[plant/#]");
            assertThat(provider.admit(credential(address).accessToken().value()))
                    .isEqualTo(new Admitted(grant("f"), Instant.parse("2030-01-01T12:05:00Z")));
            assertThat(changes).containsExactly("f");
        }

        @Test
        void keepsInTheGrantWhatTheFlowSays() {
            grants.start(request("f", NOW.plusSeconds(60)));

            Grant grant = grant("f");
            assertThat(grant.flowId()).isEqualTo("f");
            assertThat(grant.provider()).isEqualTo("BPNL-provider");
            assertThat(grant.consumer()).isEqualTo("BPNL-consumer");
            assertThat(grant.agreementId()).isEqualTo("agreement-1");
            assertThat(grant.assetId()).isEqualTo("asset-1");
            assertThat(grant.broker().url()).hasToString("mqtts://broker.internal");
            assertThat(grant.contractEnd()).isEqualTo(NOW.plusSeconds(60));
            assertThat(grant.state()).isEqualTo(Grant.State.OPEN);
            assertThat(grant.suspendedBy()).isEmpty();
            assertThat(grant.changedAt()).isEqualTo(NOW);
        }

        @ParameterizedTest
        @CsvSource({
            "WSS, GATEWAY, wss://provider.example:8884/mqtt",
            "TLS, GATEWAY, mqtts://provider.example:8883",
            "TLS, DIRECT, mqtts://broker.internal",
            "TCP_BASIC, DIRECT, mqtts://broker.internal"
        })
        void givesOutTheUrlOfTheRoute(EndpointType type, Route route, URI url) {
            var request = request("f", address(type, route, Permission.SUBSCRIBE), Instant.MAX);

            assertThat(started(grants.start(request)).url()).isEqualTo(url);
        }

        @ParameterizedTest
        @CsvSource({"SUBSCRIBE, subscribe", "PUBLISH, publish", "BOTH, all"})
        void writesThePermissionIntoTheToken(Permission permission, String action) throws Exception {
            var request = request("f", address(EndpointType.WSS, Route.DIRECT, permission), Instant.MAX);
            SignedJWT jwt = SignedJWT.parse(token(grants.start(request)));

            assertThat(jwt.getJWTClaimsSet().getClaim("acl"))
                    .isEqualTo(List.of(
                            Map.of("permission", "allow", "action", action, "topic", "plant/#"),
                            Map.of("permission", "deny", "action", "all", "topic", "#")));
        }

        @Test
        void onceMoreGivesAnotherTokenOfTheSameGrantAndChangesNothing() {
            String first = token(grants.start(request("f")));
            Grant before = grant("f");
            clock.pass(Duration.ofSeconds(10));

            String second = token(grants.start(request("f")));

            assertThat(second).isNotEqualTo(first);
            assertThat(grant("f")).isEqualTo(before);
            assertThat(changes).containsExactly("f");
            assertAdmitted(first);
            assertAdmitted(second);
        }

        @Test
        void isRefusedAfterTheEnd() {
            grants.start(request("f"));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            assertThat(grants.start(request("f"))).isEqualTo(refused(StartOutcome.Reason.FLOW_ENDED));
            assertThat(grant("f").state()).isEqualTo(Grant.State.ENDED);
        }

        @Test
        void isRefusedWhileSuspended() {
            grants.start(request("f"));
            grants.suspend("f", Party.PROVIDER);

            assertThat(grants.start(request("f"))).isEqualTo(refused(StartOutcome.Reason.FLOW_SUSPENDED));
            assertThat(grant("f").state()).isEqualTo(Grant.State.SUSPENDED);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, 200, -86_400_000})
        void isRefusedWithoutATraceWhereTheContractHasLessThanASecondLeft(long millis) {
            assertThat(grants.start(request("f", NOW.plusMillis(millis))))
                    .isEqualTo(refused(StartOutcome.Reason.CONTRACT_ENDED));
            assertThat(provider.store.find("f")).isEmpty();
            assertThat(changes).isEmpty();
        }

        @Test
        void isRefusedOnceTheContractOfAnOpenFlowHasEnded() {
            grants.start(request("f", NOW.plusSeconds(60)));
            clock.pass(Duration.ofSeconds(60));

            assertThat(grants.start(request("f", NOW.plusSeconds(60))))
                    .isEqualTo(refused(StartOutcome.Reason.CONTRACT_ENDED));
        }

        @Test
        void ofAFlowThatIsForgottenDoesNotBringBackItsTokens() {
            String first = token(grants.start(request("f")));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            provider.store.forgetEnded(Instant.MAX);
            clock.pass(Duration.ofSeconds(100));

            String second = token(grants.start(request("f")));

            assertDenied(first, Reason.SUPERSEDED);
            assertAdmitted(second);
        }
    }

    @Nested
    class Suspend {

        @ParameterizedTest
        @EnumSource
        void killsWhatWasGivenOut(Party by) {
            String token = token(grants.start(request("f")));

            grants.suspend("f", by);

            assertDenied(token, Reason.FLOW_SUSPENDED);
            assertThat(grant("f").suspendedBy()).contains(by);
            assertThat(changes).containsExactly("f", "f");
        }

        @Test
        void onceMoreChangesNothingAndKeepsWhoDidItFirst() {
            grants.start(request("f"));
            grants.suspend("f", Party.PROVIDER);
            Grant before = grant("f");
            clock.pass(Duration.ofSeconds(1));

            grants.suspend("f", Party.CONSUMER);

            assertThat(grant("f")).isEqualTo(before);
            assertThat(changes).hasSize(2);
        }

        @Test
        void byTheProviderCountsAlsoWhereTheConsumerWasFirst() {
            grants.start(request("f"));
            grants.suspend("f", Party.CONSUMER);

            grants.suspend("f", Party.PROVIDER);

            assertThat(grant("f").suspendedBy()).contains(Party.PROVIDER);
        }

        @Test
        void ofAnUnknownOrEndedFlowChangesNothing() {
            grants.suspend("unknown", Party.PROVIDER);
            grants.start(request("f"));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            grants.suspend("f", Party.PROVIDER);

            assertThat(provider.store.find("unknown")).isEmpty();
            assertThat(grant("f").state()).isEqualTo(Grant.State.ENDED);
            assertThat(changes).containsExactly("f", "f");
        }

        @Test
        void ofOneFlowLeavesTheOthersAlone() {
            String other = token(grants.start(request("other")));
            grants.start(request("f"));

            grants.suspend("f", Party.PROVIDER);

            assertAdmitted(other);
        }
    }

    @Nested
    class Resume {

        @Test
        void opensWithANewEpochAndLeavesOldTokensDead() {
            String before = token(grants.start(request("f")));
            long epoch = grant("f").epoch();
            grants.suspend("f", Party.CONSUMER);

            String after = token(grants.resume(request("f")));

            assertThat(grant("f").epoch()).isGreaterThan(epoch);
            assertThat(grant("f").suspendedBy()).isEmpty();
            assertDenied(before, Reason.SUPERSEDED);
            assertAdmitted(after);
            assertThat(changes).hasSize(3);
        }

        @Test
        void timeAndAgainKillsTheTokensOfEveryRound() {
            List<String> old = new ArrayList<>();
            String current = token(grants.start(request("f")));
            for (int i = 0; i < 5; i++) {
                old.add(current);
                grants.suspend("f", Party.PROVIDER);
                current = token(grants.resume(request("f")));
            }

            assertThat(old).allSatisfy(token -> assertDenied(token, Reason.SUPERSEDED));
            assertAdmitted(current);
        }

        @Test
        void ofAnOpenFlowIsAStartOnceMore() {
            String first = token(grants.start(request("f")));

            String second = token(grants.resume(request("f")));

            assertAdmitted(first);
            assertAdmitted(second);
            assertThat(changes).containsExactly("f");
        }

        @Test
        void ofAnUnknownFlowIsRefused() {
            assertThat(grants.resume(request("f"))).isEqualTo(refused(StartOutcome.Reason.FLOW_UNKNOWN));
            assertThat(provider.store.find("f")).isEmpty();
        }

        @Test
        void ofAnEndedFlowIsRefused() {
            grants.start(request("f"));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            assertThat(grants.resume(request("f"))).isEqualTo(refused(StartOutcome.Reason.FLOW_ENDED));
        }

        @Test
        void isRefusedWithoutAChangeOnceTheContractHasEnded() {
            grants.start(request("f", NOW.plusSeconds(60)));
            grants.suspend("f", Party.PROVIDER);
            clock.pass(Duration.ofSeconds(60));

            assertThat(grants.resume(request("f", NOW.plusSeconds(60))))
                    .isEqualTo(refused(StartOutcome.Reason.CONTRACT_ENDED));
            assertThat(grant("f").state()).isEqualTo(Grant.State.SUSPENDED);
            assertThat(changes).hasSize(2);
        }
    }

    @Nested
    class End {

        @Test
        void isFinal() {
            String token = token(grants.start(request("f")));

            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            assertDenied(token, Reason.FLOW_ENDED);
            assertThat(grants.start(request("f"))).isInstanceOf(StartOutcome.Refused.class);
            assertThat(grants.resume(request("f"))).isInstanceOf(StartOutcome.Refused.class);
            assertDenied(token, Reason.FLOW_ENDED);
            assertThat(changes).containsExactly("f", "f");
        }

        @Test
        void ofASuspendedFlowIsFinalToo() {
            String token = token(grants.start(request("f")));
            grants.suspend("f", Party.PROVIDER);

            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            assertDenied(token, Reason.FLOW_ENDED);
            assertThat(grant("f").suspendedBy()).isEmpty();
        }

        @Test
        void onceMoreChangesNothing() {
            grants.start(request("f"));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            Grant before = grant("f");
            clock.pass(Duration.ofSeconds(1));

            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            assertThat(grant("f")).isEqualTo(before);
            assertThat(changes).hasSize(2);
        }

        @Test
        void ofAnUnknownFlowIsFine() {
            grants.end("unknown", EndReason.TERMINATED_BY_PROVIDER);

            assertThat(provider.store.find("unknown")).isEmpty();
            assertThat(changes).isEmpty();
        }

        @Test
        void isRememberedForAnHourAndForgottenWithALaterStart() {
            grants.start(request("f"));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

            clock.pass(Duration.ofHours(1));
            grants.start(request("other"));
            assertThat(provider.store.find("f")).isPresent();

            clock.pass(Duration.ofSeconds(1));
            grants.start(request("third"));
            assertThat(provider.store.find("f")).isEmpty();
            assertThat(provider.store.find("other")).isPresent();
        }
    }

    @Nested
    class Contract {

        @Test
        void boundsTheToken() {
            ConsumerAddress address = started(grants.start(request("f", NOW.plusSeconds(60))));

            assertThat(credential(address).expiresIn()).isEqualTo(Duration.ofSeconds(60));
            assertThat(credential(address).accessToken().expiresAt()).isEqualTo(Instant.parse("2030-01-01T12:01:00Z"));
        }

        @Test
        void isNeverOutlivedByAFractionOfASecond() {
            Instant end = Instant.parse("2030-01-01T12:01:00.999Z");

            assertThat(Fixture.credential(grants.start(request("f", end)))
                            .accessToken()
                            .expiresAt())
                    .isBeforeOrEqualTo(end);
        }

        @Test
        void doesNotShortenATokenThatEndsBefore() {
            assertThat(Fixture.credential(grants.start(request("f", NOW.plusSeconds(301))))
                            .expiresIn())
                    .isEqualTo(Fixture.TOKEN_LIFE);
        }

        @Test
        void boundsAdmissionWhateverTheTokenSays() {
            String token = token(grants.start(request("f")));
            provider.store.update("f", before -> before.map(grant -> endingAt(grant, NOW.plusSeconds(10))));

            clock.set(NOW.plusSeconds(10).minusMillis(1));
            assertAdmitted(token);
            clock.set(NOW.plusSeconds(10));
            assertDenied(token, Reason.CONTRACT_ENDED);
        }

        private Grant endingAt(Grant grant, Instant end) {
            return new Grant(
                    grant.flowId(),
                    grant.provider(),
                    grant.consumer(),
                    grant.agreementId(),
                    grant.assetId(),
                    grant.broker(),
                    grant.rights(),
                    grant.credential(),
                    end,
                    grant.state(),
                    grant.epoch(),
                    grant.sessionEpoch(),
                    grant.refreshes(),
                    grant.suspendedBy(),
                    grant.changedAt());
        }
    }

    @Nested
    class Admit {

        @Test
        void withoutACredentialSaysSo() {
            assertThat(provider.admit("")).isEqualTo(new Denied(Reason.NO_CREDENTIAL, Optional.empty()));
        }

        @Test
        void withABadOneNamesNoFlow() {
            String token = token(grants.start(request("f")));

            assertThat(provider.admit(token + "x")).isEqualTo(new Denied(Reason.BAD_CREDENTIAL, Optional.empty()));
        }

        @Test
        void expiresToTheSecond() {
            String token = token(grants.start(request("f")));

            clock.set(Instant.parse("2030-01-01T12:04:59.999Z"));
            assertAdmitted(token);
            clock.set(Instant.parse("2030-01-01T12:05:00Z"));
            assertDenied(token, Reason.EXPIRED);
        }

        @Test
        void ofAnExpiredTokenOfAnEndedOrForgottenFlowSaysExpired() {
            String token = token(grants.start(request("f")));
            clock.pass(Fixture.TOKEN_LIFE);
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            assertDenied(token, Reason.EXPIRED);

            provider.store.forgetEnded(Instant.MAX);
            assertDenied(token, Reason.EXPIRED);
        }

        @Test
        void ofATokenWhoseFlowIsForgottenSaysEnded() {
            String token = token(grants.start(request("f")));
            grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            provider.store.forgetEnded(Instant.MAX);

            assertDenied(token, Reason.FLOW_ENDED);
        }

        @Test
        void givesTheSameAnswerByHashAndBySignature() {
            TestClock time = new TestClock(NOW);
            Fixture forgetful = new Fixture(time, 0, Runnable::run);
            String token = token(forgetful.grants.start(request("f")));

            assertThat(forgetful.admit(token)).isInstanceOf(Admitted.class);
            forgetful.grants.suspend("f", Party.PROVIDER);
            assertThat(forgetful.admit(token)).isEqualTo(new Denied(Reason.FLOW_SUSPENDED, Optional.of("f")));
            forgetful.grants.resume(request("f"));
            assertThat(forgetful.admit(token)).isEqualTo(new Denied(Reason.SUPERSEDED, Optional.of("f")));
            forgetful.grants.end("f", EndReason.TERMINATED_BY_PROVIDER);
            assertThat(forgetful.admit(token)).isEqualTo(new Denied(Reason.FLOW_ENDED, Optional.of("f")));
            time.pass(Fixture.TOKEN_LIFE);
            assertThat(forgetful.admit(token)).isEqualTo(new Denied(Reason.EXPIRED, Optional.empty()));
        }

        @Test
        void isBusyWhereTheExecutorRejects() {
            Fixture busy = new Fixture(new TestClock(NOW), 0, task -> {
                throw new RejectedExecutionException("full");
            });
            String token = token(busy.grants.start(request("f")));

            assertThat(busy.admit(token)).isEqualTo(new Denied(Reason.BUSY, Optional.empty()));
        }

        @Test
        void readsTheGrantAfterTheSignatureWasChecked() {
            Deque<Runnable> waiting = new ArrayDeque<>();
            Fixture slow = new Fixture(new TestClock(NOW), 0, waiting::add);
            String token = token(slow.grants.start(request("f")));
            CompletableFuture<Admission> admission =
                    Fixture.admitting(slow.grants, token).toCompletableFuture();

            slow.grants.suspend("f", Party.PROVIDER);
            waiting.remove().run();

            assertThat(admission).isCompletedWithValue(new Denied(Reason.FLOW_SUSPENDED, Optional.of("f")));
        }

        @Test
        void readsTheClockAfterTheSignatureWasChecked() {
            Deque<Runnable> waiting = new ArrayDeque<>();
            Fixture slow = new Fixture(new TestClock(NOW), 0, waiting::add);
            String token = token(slow.grants.start(request("f")));
            CompletableFuture<Admission> admission =
                    Fixture.admitting(slow.grants, token).toCompletableFuture();

            slow.clock.pass(Fixture.TOKEN_LIFE);
            waiting.remove().run();

            assertThat(admission).isCompletedWithValue(new Denied(Reason.EXPIRED, Optional.of("f")));
        }

        @Test
        void afterARestartAdmitsNothingFromBefore() {
            String neverSuspended = token(grants.start(request("a")));
            String suspended = token(grants.start(request("b")));
            grants.suspend("b", Party.PROVIDER);
            clock.pass(Duration.ofSeconds(5));
            Fixture restarted = new Fixture(clock, 1_000, Runnable::run);
            assertThat(restarted.admit(neverSuspended)).isEqualTo(new Denied(Reason.FLOW_ENDED, Optional.of("a")));

            restarted.grants.start(request("a"));
            restarted.grants.start(request("b"));

            assertThat(restarted.admit(neverSuspended)).isEqualTo(new Denied(Reason.SUPERSEDED, Optional.of("a")));
            assertThat(restarted.admit(suspended)).isEqualTo(new Denied(Reason.SUPERSEDED, Optional.of("b")));
        }
    }

    private Grant grant(String flowId) {
        return provider.store.find(flowId).orElseThrow();
    }

    private void assertAdmitted(String token) {
        assertThat(provider.admit(token)).isInstanceOf(Admitted.class);
    }

    private void assertDenied(String token, Reason reason) {
        assertThat(provider.admit(token)).isEqualTo(new Denied(reason, Optional.of("f")));
    }

    private static ConsumerCredential.Token credential(ConsumerAddress address) {
        return (ConsumerCredential.Token) address.credential();
    }

    private static ConsumerAddress started(StartOutcome outcome) {
        assertThat(outcome).isInstanceOf(StartOutcome.Started.class);
        return ((StartOutcome.Started) outcome).address();
    }

    private static StartOutcome refused(StartOutcome.Reason reason) {
        return new StartOutcome.Refused(reason);
    }
}
