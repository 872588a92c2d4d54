package dev.mqttdsp.core.grant;

import static dev.mqttdsp.core.grant.Fixture.NOW;
import static dev.mqttdsp.core.grant.Fixture.credential;
import static dev.mqttdsp.core.grant.Fixture.refresh;
import static dev.mqttdsp.core.grant.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long what clients left at the broker may stay there. */
class SessionEpochTest {
    private static final String FLOW = "f";

    private static Grant started(Fixture provider) {
        provider.grants.start(request(FLOW, NOW.plusSeconds(60)));
        return now(provider);
    }

    private static Grant now(Fixture provider) {
        return provider.store.find(FLOW).orElseThrow();
    }

    @Test
    void aSuspensionEndsSessions() {
        Fixture provider = new Fixture();
        Grant before = started(provider);

        provider.grants.suspend(FLOW, Party.CONSUMER);
        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isFalse();

        provider.grants.resume(request(FLOW));
        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isFalse();
        assertThat(now(provider).keepsSessions(now(provider).sessionEpoch(), NOW))
                .isTrue();
    }

    @Test
    void aSuspensionThatKeepsSessionsStillEndsEveryCredential() {
        Fixture provider = new Fixture(true);
        Grant before = started(provider);

        provider.grants.suspend(FLOW, Party.CONSUMER);
        provider.grants.suspend(FLOW, Party.PROVIDER);
        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isTrue();

        provider.grants.resume(request(FLOW));
        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isTrue();
        assertThat(now(provider).epoch()).isGreaterThan(before.epoch());
        assertThat(now(provider).admits(before.epoch(), NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndEndsSessions(boolean kept) {
        Fixture provider = new Fixture(kept);
        Grant before = started(provider);

        provider.grants.end(FLOW, EndReason.TERMINATED_BY_PROVIDER);

        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isFalse();
        assertThat(now(provider).sessionEpoch()).isGreaterThan(before.sessionEpoch());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIncidentEndsSessions(boolean kept) {
        Fixture provider = new Fixture(kept);
        Grant before = started(provider);
        String first = credential(provider.grants.start(request(FLOW))).refreshToken();
        refresh(provider.grants, first);
        refresh(
                provider.grants,
                credential(provider.grants.start(request(FLOW))).refreshToken());

        refresh(provider.grants, first);

        assertThat(now(provider).keepsSessions(before.sessionEpoch(), NOW)).isFalse();
        assertThat(now(provider).keepsSessions(now(provider).sessionEpoch(), NOW))
                .isTrue();
    }

    @Test
    void theContractsLastInstantEndsSessions() {
        Grant grant = started(new Fixture(true));

        assertThat(grant.keepsSessions(grant.sessionEpoch(), NOW.plusSeconds(59)))
                .isTrue();
        assertThat(grant.keepsSessions(grant.sessionEpoch(), NOW.plusSeconds(60)))
                .isFalse();
    }
}
