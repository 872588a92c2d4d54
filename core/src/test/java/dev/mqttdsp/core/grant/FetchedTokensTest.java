package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.idp.IdpFailure;
import dev.mqttdsp.core.token.IssuedToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Grants whose tokens an identity provider issues. */
class FetchedTokensTest {
    private final Fixture fixture = new Fixture();
    private final Grants grants = fixture.grants;
    /** What the identity provider gives next; when there is nothing left it issues one token after the other. */
    private final Deque<IdpAnswer> answers = new ArrayDeque<>();

    private int asked;

    FetchedTokensTest() {
        fixture.provider = (source, secret) -> {
            assertThat(secret).isEqualTo("hunter2");
            asked++;
            return CompletableFuture.completedFuture(
                    answers.isEmpty() ? issued("idp-token-" + asked, Duration.ofMinutes(5)) : answers.pop());
        };
    }

    private IdpAnswer issued(String value, Duration life) {
        return new IdpAnswer.Issued(
                new IssuedToken(value, value, fixture.clock.instant().plus(life)));
    }

    private static FlowRequest request(String flowId) {
        return request(flowId, Instant.MAX);
    }

    private static FlowRequest request(String flowId, Instant contractEnd) {
        MqttAddress direct = Fixture.address(EndpointType.WSS, Route.DIRECT, Permission.SUBSCRIBE);
        CredentialSource source = new CredentialSource.IssuedToken(
                URI.create("https://idp.example/token"),
                "client",
                "plant-password",
                Optional.empty(),
                Optional.empty());
        return Fixture.request(
                flowId,
                new MqttAddress(
                        direct.broker(),
                        direct.endpointType(),
                        direct.route(),
                        source,
                        direct.topics(),
                        direct.permission(),
                        direct.retain()),
                contractEnd);
    }

    private ConsumerCredential.Token started(String flowId) {
        StartOutcome first = grants.start(request(flowId));
        return Fixture.credential(first instanceof StartOutcome.Started ? first : grants.start(request(flowId)));
    }

    @Test
    void theFirstStartSetsOutAndTheSecondHandsOut() {
        assertThat(grants.start(request("f"))).isEqualTo(new StartOutcome.Pending(Optional.empty()));

        ConsumerCredential.Token given = Fixture.credential(grants.start(request("f")));

        assertThat(given.accessToken().value()).isEqualTo("idp-token-1");
        assertThat(given.expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(given.refreshEndpoint()).isEqualTo(Fixture.ENDPOINTS.token());
    }

    @Test
    void aStartThatIsSentAgainGivesTheSame() {
        ConsumerCredential.Token given = started("f");

        assertThat(Fixture.credential(grants.start(request("f"))).properties()).isEqualTo(given.properties());
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aFailureIsToldAndTriedAgain() {
        answers.add(new IdpAnswer.Failed(IdpFailure.IDP_REFUSED, "answers 401"));

        assertThat(grants.start(request("f"))).isEqualTo(new StartOutcome.Pending(Optional.empty()));
        assertThat(grants.start(request("f")))
                .isEqualTo(new StartOutcome.Pending(
                        Optional.of(new IdpAnswer.Failed(IdpFailure.IDP_REFUSED, "answers 401"))));
        assertThat(grants.start(request("f"))).isInstanceOf(StartOutcome.Started.class);
        assertThat(fixture.events)
                .filteredOn(event -> event.kind() == AccessEvent.Kind.NOT_GIVEN)
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo("IDP_REFUSED"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_AUDIENCE", "TOKEN_URL_REFUSED", "SECRET_MISSING"})
    void whatTryingAgainDoesNotMendIsFinal(IdpFailure failure) {
        answers.add(new IdpAnswer.Failed(failure, "detail"));
        grants.start(request("f"));

        assertThat(grants.start(request("f")))
                .isEqualTo(new StartOutcome.NoToken(new IdpAnswer.Failed(failure, "detail")));
    }

    @Test
    void anIdentityProviderThatHangsKeepsNobodyWaiting() {
        CompletableFuture<IdpAnswer> never = new CompletableFuture<>();
        fixture.provider = (source, secret) -> never;

        assertThat(grants.start(request("f"))).isEqualTo(new StartOutcome.Pending(Optional.empty()));
        assertThat(grants.start(request("f"))).isEqualTo(new StartOutcome.Pending(Optional.empty()));
        grants.end("f", EndReason.TERMINATED_BY_PROVIDER);

        assertThat(grants.start(request("f"))).isEqualTo(new StartOutcome.Refused(StartOutcome.Reason.FLOW_ENDED));
    }

    @Test
    void aTokenThatAnotherOpenGrantHasIsFetchedAgain() {
        IdpAnswer same = issued("the same", Duration.ofMinutes(5));
        answers.addAll(List.of(same, same, same));

        assertThat(started("a").accessToken().value()).isEqualTo("the same");
        assertThat(started("b").accessToken().value()).startsWith("idp-token");
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void anIdentityProviderThatHasOneTokenForAllIsNotUsedForTwo() {
        fixture.provider =
                (source, secret) -> CompletableFuture.completedFuture(issued("the same", Duration.ofMinutes(5)));
        started("a");
        grants.start(request("b"));

        StartOutcome second = grants.start(request("b"));

        assertThat(((StartOutcome.Pending) second).before())
                .hasValueSatisfying(failed -> assertThat(failed.failure()).isEqualTo(IdpFailure.TOKEN_SHARED));
        grants.end("a", EndReason.TERMINATED_BY_PROVIDER);
        grants.start(request("b"));
        assertThat(grants.start(request("b"))).isInstanceOf(StartOutcome.Started.class);
    }

    @Test
    void noTokenOutlivesTheContract() {
        Instant end = Fixture.NOW.plusSeconds(60);
        grants.start(request("f", end));

        assertThat(grants.start(request("f", end)))
                .isInstanceOfSatisfying(
                        StartOutcome.NoToken.class,
                        none -> assertThat(none.why().failure()).isEqualTo(IdpFailure.TOKEN_OUTLIVES_CONTRACT));
    }

    @Test
    void aRefreshGivesTheNextTokenOfTheIdentityProvider() {
        ConsumerCredential.Token given = started("f");

        var refreshed = (RefreshOutcome.Refreshed) Fixture.refresh(grants, given.refreshToken());

        assertThat(refreshed.accessToken().value()).isEqualTo("idp-token-2");
        assertThat(refreshed.refreshToken()).isNotEqualTo(given.refreshToken());
    }

    @Test
    void aRefreshThatFailsLeavesTheRefreshTokenAsItWas() {
        ConsumerCredential.Token given = started("f");
        answers.add(new IdpAnswer.Failed(IdpFailure.IDP_TIMEOUT, "gives no answer"));

        assertThat(Fixture.refresh(grants, given.refreshToken()))
                .isEqualTo(new RefreshOutcome.Unavailable(
                        new IdpAnswer.Failed(IdpFailure.IDP_TIMEOUT, "gives no answer")));
        assertThat(Fixture.refresh(grants, given.refreshToken())).isInstanceOf(RefreshOutcome.Refreshed.class);
    }

    @Test
    void aLostAnswerIsRepeatedWithoutAskingAgain() {
        ConsumerCredential.Token given = started("f");
        RefreshOutcome first = Fixture.refresh(grants, given.refreshToken());

        assertThat(Fixture.refresh(grants, given.refreshToken())).isEqualTo(first);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aStolenRefreshTokenEndsRefreshingWithoutAskingTheIdentityProvider() {
        String first = started("f").refreshToken();
        String second = ((RefreshOutcome.Refreshed) Fixture.refresh(grants, first)).refreshToken();
        Fixture.refresh(grants, second);

        assertThat(Fixture.refresh(grants, first))
                .isEqualTo(new RefreshOutcome.Refused(RefreshOutcome.Reason.REUSED, Optional.of("f")));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void manyWhoRefreshAtOnceShareOneRequest() {
        String refreshToken = started("f").refreshToken();
        CompletableFuture<IdpAnswer> later = new CompletableFuture<>();
        int[] requests = new int[1];
        fixture.provider = (source, secret) -> {
            requests[0]++;
            return later;
        };

        List<CompletionStage<RefreshOutcome>> all = Stream.generate(
                        () -> grants.refresh(refreshToken, Optional.empty(), ""))
                .limit(200)
                .toList();
        later.complete(issued("next", Duration.ofMinutes(5)));

        Set<String> refreshTokens = new HashSet<>();
        for (CompletionStage<RefreshOutcome> one : all) {
            refreshTokens.add(
                    ((RefreshOutcome.Refreshed) one.toCompletableFuture().join()).refreshToken());
        }
        assertThat(refreshTokens).hasSize(1);
        assertThat(requests[0]).isEqualTo(1);
    }

    @Test
    void aResumedFlowIsGivenANewToken() {
        String before = started("f").accessToken().value();
        grants.suspend("f", Party.PROVIDER);
        assertThat(grants.resume(request("f"))).isEqualTo(new StartOutcome.Pending(Optional.empty()));

        assertThat(Fixture.credential(grants.start(request("f"))).accessToken().value())
                .isNotEqualTo(before);
    }
}
