package dev.mqttdsp.core.grant;

import static dev.mqttdsp.core.grant.Fixture.credential;
import static dev.mqttdsp.core.grant.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.grant.Admission.Admitted;
import dev.mqttdsp.core.grant.Admission.Denied;
import dev.mqttdsp.core.grant.RefreshOutcome.Reason;
import dev.mqttdsp.core.grant.RefreshOutcome.Refreshed;
import dev.mqttdsp.core.grant.RefreshOutcome.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RefreshTest {
    private static final Duration LATER = Duration.ofSeconds(20);

    private final Fixture provider = new Fixture();
    private final TestClock clock = provider.clock;
    private final Grants grants = provider.grants;
    private final List<String> changes = new ArrayList<>();
    private final String firstAccess;
    private final String first;

    RefreshTest() {
        var given = credential(grants.start(request("f")));
        firstAccess = given.accessToken().value();
        first = given.refreshToken();
        provider.store.watch(changes::add);
    }

    @Test
    void givesAnotherAccessTokenAndAnotherRefreshToken() {
        clock.pass(Duration.ofSeconds(100));

        Refreshed answer = refreshed(first);

        assertThat(answer.refreshToken()).isNotEqualTo(first);
        assertThat(answer.expiresIn()).isEqualTo(Fixture.TOKEN_LIFE);
        assertThat(answer.accessToken().value()).isNotEqualTo(firstAccess);
        assertThat(provider.admit(answer.accessToken().value())).isInstanceOf(Admitted.class);
        assertThat(provider.admit(firstAccess)).isInstanceOf(Admitted.class);
        assertThat(changes).containsExactly("f");
    }

    @Test
    void whoProvesToBeTheConsumerGetsAnother() {
        provider.possession =
                (consumer, bearer) -> CompletableFuture.completedFuture(new Possession.Proved(bearer.orElseThrow()));
        clock.pass(Duration.ofDays(1)); // also with an access token that has expired

        assertThat(grants.refresh(first, Optional.of(firstAccess), "198.51.100.7:40000")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Refreshed.class);
    }

    @Test
    void whoHasTheTokenButCannotProveToBeTheConsumerGetsNothingAndHarmsNobody() {
        String other = credential(grants.start(request("other"))).accessToken().value();
        provider.possession = (consumer, bearer) -> CompletableFuture.completedFuture(
                bearer.isPresent() ? new Possession.Proved(bearer.get()) : new Possession.Refused("no Bearer token"));

        for (String bearer : List.of("", other, "nonsense", firstAccess + "x")) {
            Optional<String> proof = Optional.of(bearer).filter(text -> !text.isEmpty());
            assertThat(grants.refresh(first, proof, "198.51.100.7:40000")
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Refused(Reason.NOT_PROVED, Optional.of("f")));
        }

        assertThat(provider.events)
                .filteredOn(event -> event.kind() == Kind.REFRESH_REFUSED)
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.toString()).doesNotContain(first, other));
        assertThat(provider.admit(firstAccess)).isInstanceOf(Admitted.class);
        assertThat(grants.refresh(first, Optional.of(firstAccess), "198.51.100.7:40000")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Refreshed.class);
    }

    @Test
    void whoIsNoLongerEntitledLosesAllAccessAtOnce() {
        provider.entitlement = grant -> CompletableFuture.completedFuture(
                new Entitlement.Lost("the membership of " + grant.consumer() + " was taken back"));

        assertThat(Fixture.refresh(grants, first)).isEqualTo(new Refused(Reason.NOT_ENTITLED, Optional.of("f")));

        assertThat(provider.admit(firstAccess)).isInstanceOf(Denied.class);
        assertThat(provider.events)
                .anySatisfy(event ->
                        assertThat(event.details()).containsValue("the membership of BPNL-consumer was taken back"))
                .anySatisfy(event -> {
                    assertThat(event.kind()).isEqualTo(Kind.ENDED);
                    assertThat(event.reason()).isEqualTo("NOT_ENTITLED");
                });
    }

    @Test
    void whoCannotHaveItAnywayIsNotJudged() {
        provider.entitlement = grant -> CompletableFuture.completedFuture(new Entitlement.Lost("never asked"));
        grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

        assertThat(Fixture.refresh(grants, first)).isEqualTo(new Refused(Reason.FLOW_ENDED, Optional.of("f")));
        assertThat(provider.events)
                .noneSatisfy(event -> assertThat(event.reason()).isEqualTo("NOT_ENTITLED"));
    }

    @Test
    void whereNobodyCanTellWhetherHeIsEntitledHeComesAgain() {
        provider.entitlement =
                grant -> CompletableFuture.completedFuture(new Entitlement.Unavailable("no status list"));
        assertThat(Fixture.refresh(grants, first)).isEqualTo(new Refused(Reason.PROOF_UNAVAILABLE, Optional.of("f")));
        assertThat(provider.admit(firstAccess)).isInstanceOf(Admitted.class);

        provider.entitlement = Entitlement.EVERYBODY;
        assertThat(Fixture.refresh(grants, first)).isInstanceOf(Refreshed.class);
    }

    @Test
    void extendsTheAccessOfThoseWhoAreIn() {
        clock.pass(Duration.ofSeconds(100));
        Refreshed answer = refreshed(first);

        assertThat(((Admitted) provider.admit(firstAccess)).until())
                .isEqualTo(answer.accessToken().expiresAt());
        assertThat(provider.store.find("f").orElseThrow().accessUntil(Fixture.NOW))
                .isEqualTo(answer.accessToken().expiresAt());
    }

    @Test
    void aLostAnswerIsGivenAgainForTenSeconds() {
        Refreshed lost = refreshed(first);
        clock.pass(Duration.ofMillis(9_999));

        Refreshed again = refreshed(first);

        assertThat(again.refreshToken()).isEqualTo(lost.refreshToken());
        assertThat(refreshed(again.refreshToken()).refreshToken()).isNotEqualTo(lost.refreshToken());
    }

    @Test
    void afterThatAnotherTakesThePlaceOfTheOneThatWasNotUsed() {
        Refreshed lost = refreshed(first);
        clock.pass(LATER);
        Refreshed second = refreshed(first);
        clock.pass(LATER);
        Refreshed third = refreshed(first);

        assertThat(List.of(lost.refreshToken(), second.refreshToken(), third.refreshToken()))
                .doesNotHaveDuplicates();
        assertThat(refreshed(third.refreshToken())).isNotNull();
    }

    @Test
    void aTokenWhosePlaceWasTakenEndsEverything() {
        Refreshed lost = refreshed(first);
        clock.pass(LATER);
        Refreshed second = refreshed(first);

        assertThat(refuse(lost.refreshToken())).isEqualTo(Reason.REUSED);

        assertEverythingIsDead(
                List.of(
                        firstAccess,
                        lost.accessToken().value(),
                        second.accessToken().value()),
                List.of(first, lost.refreshToken(), second.refreshToken()));
    }

    @Test
    void anOldTokenEndsEverything() {
        Refreshed second = refreshed(first);
        Refreshed third = refreshed(second.refreshToken());

        assertThat(refuse(first)).isEqualTo(Reason.REUSED);

        assertEverythingIsDead(
                List.of(
                        firstAccess,
                        second.accessToken().value(),
                        third.accessToken().value()),
                List.of(first, second.refreshToken(), third.refreshToken()));
    }

    @Test
    void twoWhoUseTheSameTokensInLockstepAreFoundWithinTwoRotations() {
        String owners = first;
        String thiefs = first;
        int rotations = 0;
        boolean found = false;
        while (!found && rotations < 5) {
            rotations++;
            for (boolean owner : new boolean[] {true, false}) {
                clock.pass(LATER);
                RefreshOutcome outcome = Fixture.refresh(grants, owner ? owners : thiefs);
                if (outcome instanceof Refreshed answer) {
                    owners = owner ? answer.refreshToken() : owners;
                    thiefs = owner ? thiefs : answer.refreshToken();
                } else {
                    found = true;
                    break;
                }
            }
        }

        assertThat(found).isTrue();
        assertThat(rotations).isLessThanOrEqualTo(2);
    }

    @Test
    void aStartThatIsSentAgainGivesTheSameRefreshToken() {
        assertThat(credential(grants.start(request("f"))).refreshToken()).isEqualTo(first);
    }

    @Test
    void afterAnIncidentTheFlowCanBeGivenOutAnew() {
        refreshed(refreshed(first).refreshToken());
        refuse(first);

        var anew = credential(grants.start(request("f")));

        assertThat(provider.admit(anew.accessToken().value())).isInstanceOf(Admitted.class);
        assertThat(refreshed(anew.refreshToken())).isNotNull();
    }

    @Test
    void twoHundredAtOnceAreOneRotation() throws Exception {
        int callers = 200;
        ExecutorService executor = Executors.newFixedThreadPool(callers);
        CountDownLatch ready = new CountDownLatch(callers);
        try {
            List<Future<RefreshOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Callable<RefreshOutcome> call = () -> {
                    ready.countDown();
                    ready.await();
                    return Fixture.refresh(grants, first);
                };
                outcomes.add(executor.submit(call));
            }
            List<String> tokens = new ArrayList<>();
            for (Future<RefreshOutcome> outcome : outcomes) {
                tokens.add(((Refreshed) outcome.get()).refreshToken());
            }

            assertThat(tokens).hasSize(callers).containsOnly(tokens.get(0));
            assertThat(refreshed(tokens.get(0))).isNotNull();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void anAnswerThatIsGivenAgainIsToldAsARepetition() {
        refreshed(first);
        refreshed(first);

        assertThat(told(Kind.REFRESHED))
                .extracting(event -> event.details().getOrDefault("repeat", "false"))
                .containsExactly("false", "true");
    }

    @Test
    void anAnswerIsGivenAgainThreeHundredTimesAndThenTheFloodIsToldOnce() {
        String second = refreshed(first).refreshToken();
        for (int i = 0; i < 300; i++) {
            assertThat(refreshed(first).refreshToken()).isEqualTo(second);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(refuse(first)).isEqualTo(Reason.TOO_MANY_REPEATS);
        }

        assertThat(told(Kind.REFRESH_REFUSED)).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("TOO_MANY_REPEATS");
            assertThat(event.subject().flowId()).isEqualTo("f");
            assertThat(event.address()).isNotEmpty();
        });
        assertThat(refreshed(second)).as("who has got the answer goes on").isNotNull();
    }

    @Test
    void aFloodIsOverWithItsTenSecondsAndHasChangedNothing() {
        refreshed(first);
        for (int i = 0; i < 310; i++) {
            Fixture.refresh(grants, first);
        }
        clock.pass(LATER);

        Refreshed answer = refreshed(first);

        assertThat(provider.admit(answer.accessToken().value())).isInstanceOf(Admitted.class);
        assertThat(told(Kind.INCIDENT)).isEmpty();
    }

    @Test
    void isRefusedWhileSuspendedAndWithTokensFromBefore() {
        grants.suspend("f", Party.PROVIDER);
        assertThat(refuse(first)).isEqualTo(Reason.FLOW_SUSPENDED);

        var resumed = credential(grants.resume(request("f")));

        assertThat(refuse(first)).isEqualTo(Reason.SUPERSEDED);
        assertThat(refreshed(resumed.refreshToken())).isNotNull();
    }

    @Test
    void isRefusedAfterTheEnd() {
        grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

        assertThat(refuse(first)).isEqualTo(Reason.FLOW_ENDED);
    }

    @Test
    void isRefusedForAFlowThatNobodyKnows() {
        assertThat(Fixture.refresh(new Fixture().grants, first))
                .isEqualTo(new Refused(Reason.FLOW_ENDED, Optional.of("f")));
    }

    @Test
    void isRefusedWithoutATokenOfOurs() {
        assertThat(Fixture.refresh(grants, "nonsense")).isEqualTo(new Refused(Reason.BAD_TOKEN, Optional.empty()));
        assertThat(Fixture.refresh(grants, firstAccess)).isEqualTo(new Refused(Reason.BAD_TOKEN, Optional.empty()));
    }

    @Test
    void nothingGivenOutOutlivesTheContract() {
        var given = credential(grants.start(request("g", Fixture.NOW.plusSeconds(400))));
        clock.pass(Duration.ofSeconds(200));

        Refreshed answer = refreshed(given.refreshToken());

        assertThat(answer.expiresIn()).isEqualTo(Duration.ofSeconds(200));
        assertThat(answer.accessToken().expiresAt()).isBeforeOrEqualTo(Fixture.NOW.plusSeconds(400));
        clock.pass(Duration.ofSeconds(200));
        assertThat(refuse(answer.refreshToken())).isEqualTo(Reason.CONTRACT_ENDED);
    }

    @Test
    void tokensOfAProcessThatKnewMoreAreRefusedWithoutAnIncident() {
        String second = refreshed(first).refreshToken();
        Fixture restarted = new Fixture();
        restarted.grants.start(request("f"));

        assertThat(Fixture.refresh(restarted.grants, second))
                .isEqualTo(new Refused(Reason.SUPERSEDED, Optional.of("f")));
        assertThat(Fixture.refresh(restarted.grants, first)).isInstanceOf(Refreshed.class);
    }

    private void assertEverythingIsDead(List<String> accessTokens, List<String> refreshTokens) {
        assertThat(accessTokens).allSatisfy(token -> assertThat(provider.admit(token))
                .isEqualTo(new Denied(Admission.Reason.SUPERSEDED, Optional.of("f"))));
        assertThat(refreshTokens).allSatisfy(token -> assertThat(refuse(token)).isEqualTo(Reason.SUPERSEDED));
    }

    private List<AccessEvent> told(Kind kind) {
        return provider.events.stream().filter(event -> event.kind() == kind).toList();
    }

    private Refreshed refreshed(String refreshToken) {
        return (Refreshed) Fixture.refresh(grants, refreshToken);
    }

    private Reason refuse(String refreshToken) {
        return ((Refused) Fixture.refresh(grants, refreshToken)).reason();
    }
}
