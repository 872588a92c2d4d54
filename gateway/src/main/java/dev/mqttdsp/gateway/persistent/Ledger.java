package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.persistent.Held.Mark;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Which client ids of which flows have, or may have, sessions at brokers. Thread safe. */
final class Ledger {
    /** Persistent client ids of one grant. */
    static final int MOST = 8;

    private final Map<String, Map<String, Held>> byFlow = new HashMap<>();
    /** By client id, those that are being removed. */
    private final Map<String, BrokerSession> leaving = new HashMap<>();

    private final Clock clock;
    private final Runnable changed;

    /**
     * @param changed is called when there is something else to be recorded; must not block
     */
    Ledger(Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
    }

    /** Enters a session that an earlier run has recorded; it has had no connection since. */
    synchronized void restore(BrokerSession session, Broker broker) {
        ids(session).put(session.clientId(), new Held(broker, session.leftAt(clock.instant()), Mark.KEPT));
    }

    /** Enters a connection; false when it asks for one persistent client id too many. */
    synchronized boolean begin(BrokerSession asked, Broker broker) {
        Held held = ids(asked).get(asked.clientId());
        boolean known = held != null && held.counts(asked.epoch(), clock.instant());
        if (asked.expiry() > 0 && !known && isFull(asked)) {
            return false;
        }
        if (held == null) {
            held = new Held(broker, asked, Mark.NONE);
            ids(asked).put(asked.clientId(), held);
        }
        held.begin(asked.expiry() > 0);
        return true;
    }

    synchronized void sent(BrokerSession asked) {
        change(asked, held -> held.sent(asked));
    }

    /** Whether there is a place for what the broker keeps. */
    synchronized boolean accepted(BrokerSession answered) {
        Held held = held(answered);
        boolean wanted = answered.expiry() == 0 || held.counts(answered.epoch(), clock.instant()) || !isFull(answered);
        change(answered, present -> present.accepted(answered, wanted));
        return wanted;
    }

    synchronized void refused(BrokerSession asked) {
        change(asked, Held::refused);
    }

    synchronized void keptFor(BrokerSession asked, long seconds) {
        change(asked, held -> held.keptFor(seconds));
    }

    synchronized void over(BrokerSession asked) {
        change(asked, held -> held.over(clock.instant()));
    }

    /**
     * Forgets what a flow does not have any more.
     *
     * @param grant the flow's, as it is now
     * @return what has to be removed at its broker
     */
    synchronized List<Held> judge(String flowId, Optional<Grant> grant) {
        Map<String, Held> ids = byFlow.getOrDefault(flowId, new HashMap<>());
        Instant now = clock.instant();
        boolean less = ids.values().stream()
                .anyMatch(held -> held.isForgotten(now) && held.recorded().isPresent());
        ids.values().removeIf(held -> held.isForgotten(now));
        List<Held> gone =
                ids.values().stream().filter(held -> held.isToGo(grant, now)).toList();
        for (Held held : gone) {
            ids.remove(held.session().clientId());
            leaving.put(held.session().clientId(), held.session());
        }
        if (ids.isEmpty()) {
            byFlow.remove(flowId);
        }
        if (less) {
            changed.run();
        }
        return gone;
    }

    /** It is gone from its broker, or given up. */
    synchronized void removed(BrokerSession session) {
        leaving.remove(session.clientId());
        changed.run();
    }

    /** How many are being removed. */
    synchronized int leaving() {
        return leaving.size();
    }

    /** The flows of all client ids. */
    synchronized List<String> flows() {
        return List.copyOf(byFlow.keySet());
    }

    /** What is to be recorded. */
    synchronized List<BrokerSession> recorded() {
        List<BrokerSession> all = new ArrayList<>(leaving.values());
        byFlow.values()
                .forEach(ids -> ids.values().forEach(held -> held.recorded().ifPresent(all::add)));
        return all;
    }

    private boolean isFull(BrokerSession asked) {
        Instant now = clock.instant();
        return ids(asked).values().stream()
                        .filter(held -> held.counts(asked.epoch(), now))
                        .count()
                >= MOST;
    }

    private void change(BrokerSession session, Consumer<Held> step) {
        Held held = held(session);
        Optional<BrokerSession> before = held.recorded();
        step.accept(held);
        if (!before.equals(held.recorded())) {
            changed.run();
        }
    }

    private Map<String, Held> ids(BrokerSession session) {
        return byFlow.computeIfAbsent(session.flowId(), flowId -> new HashMap<>());
    }

    /** There is one as long as there is a connection. */
    private Held held(BrokerSession session) {
        return byFlow.get(session.flowId()).get(session.clientId());
    }
}
