package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/** Who is there, by flow, and whether there is room for one more. Thread safe. */
final class Roll {
    /** The sessions of one flow, as long as there are some. */
    private static final class OfFlow {
        private final Set<Session> sessions = new HashSet<>();
        private volatile int count;
        private Runnable unmeter;
    }

    private final ConcurrentMap<String, OfFlow> byFlow = new ConcurrentHashMap<>();
    private final int perGrant;
    private final Places places;
    private final GatewayMeters meters;

    Roll(Limits limits, GatewayMeters meters) {
        this.perGrant = limits.of(Limit.SESSIONS_PER_GRANT);
        this.places = new Places(limits);
        this.meters = meters;
    }

    /**
     * Takes a session in, or names the limit that is in the way. A client that comes again is the broker's to recognise
     * (MQTT-3.1.4-3): what it left behind does not count, as long as that is not more than its grant may have.
     */
    Optional<Limit> enter(Session session) {
        AtomicReference<Optional<Limit>> full = new AtomicReference<>();
        byFlow.compute(session.grant().flowId(), (flowId, present) -> {
            OfFlow flow = present == null ? new OfFlow() : present;
            full.set(room(flow.sessions, session));
            if (full.get().isEmpty() && flow.sessions.add(session)) {
                flow.count = flow.sessions.size();
                if (flow.unmeter == null) {
                    flow.unmeter = meters.sessions(Subject.of(session.grant()), () -> flow.count);
                }
            }
            return flow.sessions.isEmpty() ? null : flow;
        });
        return full.get();
    }

    private Optional<Limit> room(Set<Session> present, Session session) {
        long others = present.stream()
                .map(Session::brokerClientId)
                .filter(id -> !id.equals(session.brokerClientId()))
                .distinct()
                .count();
        return others >= perGrant || present.size() >= 2 * perGrant
                ? Optional.of(Limit.SESSIONS_PER_GRANT)
                : places.take(session.grant().consumer(), others < present.size());
    }

    void remove(Session session) {
        byFlow.computeIfPresent(session.grant().flowId(), (flowId, flow) -> {
            if (flow.sessions.remove(session)) {
                flow.count = flow.sessions.size();
                places.giveBack(session.grant().consumer());
            }
            if (flow.sessions.isEmpty()) {
                flow.unmeter.run();
                return null;
            }
            return flow;
        });
    }

    /** The sessions of a flow at this moment. */
    List<Session> of(String flowId) {
        List<Session> sessions = new ArrayList<>();
        byFlow.computeIfPresent(flowId, (id, flow) -> {
            sessions.addAll(flow.sessions);
            return flow;
        });
        return sessions;
    }

    /** All sessions. */
    List<Session> all() {
        return byFlow.keySet().stream().flatMap(flowId -> of(flowId).stream()).toList();
    }

    /** How many there are. */
    int count() {
        return byFlow.values().stream().mapToInt(flow -> flow.count).sum();
    }
}
