package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.spi.monitor.Monitor;

/** The last line: from time to time every living grant is compared with its transfer and its contract. */
public final class Reconciliation implements AutoCloseable {
    private static final long EVERY_SECONDS = 15;

    private final GrantStore grants;
    private final TransferProcessStore transfers;
    private final TransferFollower follower;
    private final Clock clock;
    private final Monitor monitor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mqtt-reconciliation");
        thread.setDaemon(true);
        return thread;
    });

    public Reconciliation(
            GrantStore grants,
            TransferProcessStore transfers,
            TransferFollower follower,
            Clock clock,
            Monitor monitor) {
        this.grants = grants;
        this.transfers = transfers;
        this.follower = follower;
        this.clock = clock;
        this.monitor = monitor;
    }

    /** Compares from now on, every 15 seconds. */
    public void start() {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::compareAll, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Whatever goes wrong with one grant is logged: it must not keep the others, or the next round, from their turn. */
    void compareAll() {
        try (Stream<Grant> living = grants.living()) {
            living.forEach(this::compare);
        } catch (RuntimeException e) {
            monitor.warning("the grants cannot be read for comparison with their transfers", e);
        }
    }

    private void compare(Grant grant) {
        try {
            TransferProcess process = transfers.findById(grant.flowId());
            if (process == null) {
                follower.ended(grant.flowId(), EndReason.TRANSFER_GONE);
            } else if (!clock.instant().isBefore(grant.contractEnd())) {
                follower.ended(grant.flowId(), EndReason.CONTRACT_ENDED);
            } else {
                follower.follow(process);
            }
        } catch (RuntimeException e) {
            monitor.warning("flow %s: cannot be compared with its transfer".formatted(grant.flowId()), e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
