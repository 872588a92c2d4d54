package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.edc.OpenGrants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.edc.spi.monitor.Monitor;
import org.junit.jupiter.api.Test;

class EntitlementRoundsTest {
    private final OpenGrants open = new OpenGrants(Clock.systemUTC());
    private final Map<String, Entitlement.Verdict> verdicts = new ConcurrentHashMap<>();
    private final Entitlement entitlement = grant -> {
        Entitlement.Verdict verdict = verdicts.get(grant.flowId());
        if (verdict == null) {
            throw new IllegalStateException("a defect");
        }
        return CompletableFuture.completedFuture(verdict);
    };
    private final EntitlementRounds rounds = new EntitlementRounds(
            entitlement,
            open.store,
            open.grants,
            Duration.ofMillis(5),
            Clock.offset(Clock.systemUTC(), Duration.ofHours(2)),
            new Monitor() {});

    @Test
    void whoIsNoLongerEntitledLosesAccessAndTheOthersKeepTheirs() {
        for (String flow : new String[] {"entitled", "lost", "unknown", "defect"}) {
            open.open(flow, Instant.MAX);
        }
        verdicts.put("entitled", new Entitlement.Entitled());
        verdicts.put("lost", new Entitlement.Lost("its membership was taken back"));
        verdicts.put("unknown", new Entitlement.Unavailable("no status list"));

        rounds.round();

        assertThat(open.grant("lost").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.events).anySatisfy(event -> {
            assertThat(event.reason()).isEqualTo("NOT_ENTITLED");
            assertThat(event.details()).containsEntry("because", "its membership was taken back");
        });
        for (String flow : new String[] {"entitled", "unknown", "defect"}) {
            assertThat(open.grant(flow).state()).isEqualTo(Grant.State.OPEN);
        }
    }

    @Test
    void whoseContractHasEndedIsNotAskedAnyMore() {
        open.open("over", Instant.now().plus(Duration.ofHours(1)));
        verdicts.put("over", new Entitlement.Lost("its policy no longer holds"));

        rounds.round();

        assertThat(open.grant("over").state()).isEqualTo(Grant.State.OPEN);
    }

    @Test
    void roundsGoOnUntilTheyAreClosed() {
        open.open("flow", Instant.MAX);
        verdicts.put("flow", new Entitlement.Entitled());
        try (rounds) {
            rounds.start();
            verdicts.put("flow", new Entitlement.Lost("its membership was taken back"));

            await().until(() -> open.grant("flow").state() == Grant.State.ENDED);
        }
    }
}
