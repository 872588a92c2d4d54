package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sessions at their brokers, a few at a time. While a broker is away it is tried again after growing pauses, and
 * sessions that wait for too long are given up.
 */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    /**
     * The session may be in use through another gateway, which cuts the client off for the same reason at the same moment:
     * a login that comes before its DISCONNECT would have the broker publish the client's will (MQTT-3.1.2-8).
     */
    private static final int HEAD_START_MILLIS = 300;
    /** Logins at one broker at the same time. */
    private static final int IN_FLIGHT = 4;

    private final EventLoop loop;
    private final BrokerConnector connector;
    private final Clock clock;
    private final Patience patience;
    private final Consumer<BrokerSession> done;
    private final Map<String, Queue> queues = new HashMap<>();
    private volatile boolean closed;

    /**
     * @param loop everything happens there
     * @param done is told of each session that was removed or given up
     */
    Removals(EventLoop loop, BrokerConnector connector, Clock clock, Patience patience, Consumer<BrokerSession> done) {
        this.loop = loop;
        this.connector = connector;
        this.clock = clock;
        this.patience = patience;
        this.done = done;
    }

    /** Removes a session as soon as that is possible; called on any thread. */
    void add(BrokerSession session, Broker broker) {
        try {
            var unused = loop.schedule(
                    () -> queues.computeIfAbsent(broker.name(), Queue::new)
                            .add(new Removal(session, broker, clock.instant().plus(patience.whole()))),
                    HEAD_START_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("flow {}: its session is removed after the next start", session.flowId());
        }
    }

    void close() {
        closed = true;
    }

    /**
     * One session that has to go.
     *
     * @param until how long it is tried
     */
    private record Removal(BrokerSession session, Broker broker, Instant until) {}

    /** What is to be removed at one broker. */
    private final class Queue {
        private final String brokerName;
        private final Deque<Removal> waiting = new ArrayDeque<>();
        private int inFlight;
        private int failures;
        private boolean pausing;

        Queue(String brokerName) {
            this.brokerName = brokerName;
        }

        void add(Removal removal) {
            waiting.add(removal);
            next();
        }

        /** A broker that has failed is tried with one login at a time. */
        private void next() {
            while (!closed && !pausing && !waiting.isEmpty() && inFlight < (failures == 0 ? IN_FLIGHT : 1)) {
                Removal removal = waiting.remove();
                inFlight++;
                CleanLogin.begin(loop, connector, removal.broker(), removal.session())
                        .addListener((Future<Void> result) -> finished(removal, result));
            }
        }

        private void finished(Removal removal, Future<Void> result) {
            inFlight--;
            if (closed) {
                return;
            }
            if (result.isSuccess()) {
                failures = 0;
                LOG.info(
                        "flow {}: its session at broker {} is removed",
                        removal.session().flowId(),
                        brokerName);
                done.accept(removal.session());
            } else {
                failed(removal, result.cause());
            }
            next();
        }

        private void failed(Removal removal, Throwable cause) {
            if (clock.instant().isBefore(removal.until())) {
                waiting.add(removal);
                pause(cause);
            } else {
                LOG.warn(
                        "flow {}: its session stays at broker {}, where it cannot be removed: {}",
                        removal.session().flowId(),
                        brokerName,
                        cause.toString());
                done.accept(removal.session());
            }
        }

        private void pause(Throwable cause) {
            if (pausing) {
                return;
            }
            failures++;
            pausing = true;
            if (failures == 1) {
                LOG.warn("broker {}: sessions wait to be removed there: {}", brokerName, cause.toString());
            }
            var unused = loop.schedule(
                    () -> {
                        pausing = false;
                        next();
                    },
                    patience.pause(failures).toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }
}
