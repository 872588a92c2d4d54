package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that clients have at brokers beyond their connections. Each belongs to the session epoch of its grant: when
 * that ends, and no connection is left, the session is removed at its broker.
 *
 * <p>A session is recorded from the moment at which the broker is asked for it, because whoever asks may be gone before the
 * answer is there. Thread safe; once it is made, nothing here waits.
 */
public final class BrokerSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSessions.class);
    /** How long the end of a contract, or of a session at its broker, may go unnoticed. */
    private static final int SWEEP_SECONDS = 5;

    private static final int LAST_SAVE_SECONDS = 5;

    private final BrokerSessionFile file;
    private final GrantView grants;
    private final Ledger ledger;
    private final Removals removals;
    private final AtomicBoolean saveWaits = new AtomicBoolean();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("mqtt-dsp-broker-sessions", true));
    private final Runnable endOfWatch;

    /**
     * Begins with the sessions that an earlier run has recorded, and removes those that have to go. Blocks while it reads.
     *
     * @param file keeps the records
     * @param brokers the entries of the configuration: a recorded session names its broker, not how to log in there
     * @param loop on which sessions are removed
     */
    public BrokerSessions(
            Path file, GrantView grants, Brokers brokers, BrokerConnector connector, EventLoop loop, Clock clock) {
        this.file = new BrokerSessionFile(file);
        this.grants = grants;
        this.ledger = new Ledger(clock, this::save);
        this.removals = new Removals(loop, connector, clock, Patience.USUAL, ledger::removed);
        this.file.load().forEach(session -> restore(session, brokers));
        save();
        this.endOfWatch = grants.watch(this::judge);
        judgeAll();
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(this::judgeAll, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private void restore(BrokerSession session, Brokers brokers) {
        Optional<Broker> broker = find(brokers, session);
        if (broker.isPresent()) {
            ledger.restore(session, broker.get());
        } else {
            LOG.warn(
                    "flow {}: its session stays at broker {}, which the configuration does not have any more",
                    session.flowId(),
                    session.brokerName());
        }
    }

    /** An entry by its name; a broker without an entry, or one whose entry has another name by now, by its URL. */
    private static Optional<Broker> find(Brokers brokers, BrokerSession session) {
        return brokers.named(session.brokerName()).or(() -> Optional.of(brokers.at(session.brokerUrl()))
                .filter(broker -> broker.name().equals(session.brokerName())
                        || brokers.named(broker.name()).isPresent()));
    }

    /**
     * A client is on its way to its broker.
     *
     * @param clientId under which the broker will know it
     * @param expiry for how long it wants its session kept after the connection, in seconds; 0 for not at all
     * @return empty when that would be one persistent client id too many
     */
    public Optional<Stay> begin(Grant grant, String clientId, MqttVersion version, long expiry) {
        BrokerSession asked = BrokerSession.of(grant, clientId, version, expiry);
        return ledger.begin(asked, grant.broker()) ? Optional.of(new Stay(this, asked)) : Optional.empty();
    }

    /** How many are to be removed at their brokers, and still have to be. */
    public int leaving() {
        return ledger.leaving();
    }

    Ledger ledger() {
        return ledger;
    }

    void over(BrokerSession asked) {
        ledger.over(asked);
        judge(asked.flowId());
    }

    private void judgeAll() {
        ledger.flows().forEach(this::judge);
    }

    /** When the grant changes after it was read here, this is called again. */
    private void judge(String flowId) {
        Optional<Grant> grant = grants.find(flowId);
        ledger.judge(flowId, grant).forEach(gone -> removals.add(gone.session(), gone.broker()));
    }

    /** However much changes until the file is written, it is written once. */
    private void save() {
        if (saveWaits.compareAndSet(false, true)) {
            try {
                worker.execute(() -> {
                    saveWaits.set(false);
                    file.save(ledger.recorded());
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("closing, which saves for the last time");
            }
        }
    }

    /** Stops removing sessions; those that are left are recorded. */
    @Override
    public void close() {
        endOfWatch.run();
        removals.close();
        worker.shutdown();
        try {
            boolean unused = worker.awaitTermination(LAST_SAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.save(ledger.recorded());
    }
}
