package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import dev.mqttdsp.core.grant.Grants;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.edc.spi.monitor.Monitor;

/**
 * Asks of every grant, one after the other and again and again, whether its consumer is still entitled: who never refreshes, because
 * it logs in with a password, is not asked otherwise. Where nobody can tell, access goes on until it would have to be prolonged.
 */
public final class EntitlementRounds implements AutoCloseable {
    private final Entitlement entitlement;
    private final GrantStore store;
    private final Grants grants;
    private final Duration pause;
    private final Clock clock;
    private final Monitor monitor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mqtt-entitlement");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param pause between the end of a round and the beginning of the next
     */
    public EntitlementRounds(
            Entitlement entitlement, GrantStore store, Grants grants, Duration pause, Clock clock, Monitor monitor) {
        this.entitlement = entitlement;
        this.store = store;
        this.grants = grants;
        this.pause = pause;
        this.clock = clock;
        this.monitor = monitor;
    }

    /** Begins after the first pause. */
    public void start() {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::round, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever goes wrong with one grant is logged: it must not keep the others from their turn. */
    void round() {
        try (Stream<Grant> living = store.living()) {
            List<Grant> now = living.filter(grant -> clock.instant().isBefore(grant.contractEnd()))
                    .toList(); // a judgement may take a while
            now.forEach(this::judge);
        } catch (RuntimeException e) {
            monitor.warning("the grants cannot be read to judge their consumers", e);
        }
    }

    private void judge(Grant grant) {
        try {
            if (entitlement.of(grant).toCompletableFuture().join() instanceof Entitlement.Lost lost) {
                grants.notEntitled(grant.flowId(), lost.why());
            }
        } catch (RuntimeException e) {
            monitor.warning("flow %s: its consumer cannot be judged".formatted(grant.flowId()), e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
