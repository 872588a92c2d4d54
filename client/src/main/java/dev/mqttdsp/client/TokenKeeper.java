package dev.mqttdsp.client;

import dev.mqttdsp.client.ConnectorException.Code;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a transfer's data address fresh while somebody uses it: when a third of its token's life is left it is fetched
 * again through the connector, which refreshes it. The gateway then extends the live session, so no reconnect is needed.
 *
 * <p>An attempt that fails is repeated after a pause that grows. A credential that does not end by itself costs nothing.
 */
public final class TokenKeeper implements AutoCloseable {
    private final Connector connector;
    private final String transferId;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "token-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private volatile MqttDataAddress newest;
    private int failures;

    private TokenKeeper(Connector connector, String transferId, MqttDataAddress first) {
        this.connector = connector;
        this.transferId = transferId;
        this.newest = first;
    }

    /**
     * Begins to keep a data address fresh, until it is closed or the transfer ends.
     *
     * @param first the address as it was fetched a moment ago
     */
    public static TokenKeeper keep(Connector connector, String transferId, MqttDataAddress first) {
        TokenKeeper keeper = new TokenKeeper(connector, transferId, first);
        if (TokenTimes.ends(first)) {
            keeper.fetchAfter(TokenTimes.untilDue(first, keeper.clock.instant()));
        }
        return keeper;
    }

    /** The newest data address. */
    public MqttDataAddress newest() {
        return newest;
    }

    private void fetchAfter(Duration pause) {
        try {
            ScheduledFuture<?> unused = executor.schedule(this::fetch, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed in the meantime.
        }
    }

    private void fetch() {
        MqttDataAddress before = newest;
        try {
            Optional<MqttDataAddress> fetched = connector.pollDataAddress(transferId, Duration.ZERO);
            fetched.ifPresent(address -> newest = address);
        } catch (ConnectorException e) {
            if (e.code() == Code.ENDED) {
                return;
            }
        }
        if (!TokenTimes.ends(newest)) {
            return;
        }
        if (newest.credential().equals(before.credential())) {
            fetchAfter(TokenTimes.afterFailure(before, ++failures));
        } else {
            failures = 0;
            fetchAfter(TokenTimes.untilDue(newest, clock.instant()));
        }
    }

    /** Fetches no more. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
