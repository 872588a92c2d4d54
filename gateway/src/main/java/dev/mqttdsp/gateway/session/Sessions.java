package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions, by grant. Watches the grants: when one changes, each of its sessions looks again whether it may go on.
 *
 * <p>A session enters here before it looks at its grant for the last time. So either the change finds the session here,
 * or the session sees the change. Thread safe.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** The sessions of one flow, as long as there are some. */
    private static final class OfFlow {
        private final Set<Session> sessions = new HashSet<>();
        private volatile int count;
        private Runnable unmeter;
    }

    private final ConcurrentMap<String, OfFlow> byFlow = new ConcurrentHashMap<>();
    private final GrantView grants;
    private final Clock clock;
    private final int perGrant;
    private final Places places;
    private final GatewayMeters meters;
    private final Runnable endOfWatch;

    /**
     * Begins to watch the grants.
     *
     * @param limits how many clients at the same time
     * @param meters show how many there are
     */
    public Sessions(GrantView grants, Clock clock, Limits limits, GatewayMeters meters) {
        this.meters = meters;
        this.grants = grants;
        this.clock = clock;
        this.perGrant = limits.of(Limit.SESSIONS_PER_GRANT);
        this.places = new Places(limits);
        this.endOfWatch = grants.watch(this::changed);
    }

    /**
     * Takes a session in, or names the limit that is in the way. A client that comes again is the broker's to recognise
     * (MQTT-3.1.4-3): what it left behind does not count, as long as that is not more than its grant may have.
     */
    Optional<Limit> enter(Session session) {
        AtomicReference<Optional<Limit>> full = new AtomicReference<>();
        byFlow.compute(session.grant().flowId(), (flowId, present) -> {
            OfFlow flow = present == null ? new OfFlow() : present;
            Set<Session> all = flow.sessions;
            long others = all.stream()
                    .map(Session::brokerClientId)
                    .filter(id -> !id.equals(session.brokerClientId()))
                    .distinct()
                    .count();
            full.set(
                    others >= perGrant || all.size() >= 2 * perGrant
                            ? Optional.of(Limit.SESSIONS_PER_GRANT)
                            : places.take(session.grant().consumer(), others < all.size()));
            if (full.get().isEmpty() && all.add(session)) {
                flow.count = all.size();
                flow.unmeter = flow.unmeter == null
                        ? meters.sessions(Subject.of(session.grant()), () -> flow.count)
                        : flow.unmeter;
            }
            return all.isEmpty() ? null : flow;
        });
        return full.get();
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

    /** The grant as it is now, if it still admits what was admitted with that one. */
    Optional<Grant> admitting(Grant admitted) {
        return grants.find(admitted.flowId()).filter(grant -> grant.admits(admitted.epoch(), clock.instant()));
    }

    /** Why what was admitted with that grant is not admitted any more. */
    Admission.Reason refusal(Grant admitted) {
        return grants.find(admitted.flowId())
                .map(grant -> grant.refusal(admitted.epoch()))
                .orElse(Admission.Reason.FLOW_ENDED);
    }

    /** Whose access that flow is, as far as that is known. */
    Subject ownerOf(String flowId) {
        return grants.find(flowId).map(Subject::of).orElseGet(() -> Subject.of(flowId));
    }

    /**
     * Ends all sessions, and the watching.
     *
     * @param patienceMillis how long to wait for the sessions to be over
     */
    public void close(int patienceMillis) throws InterruptedException {
        endOfWatch.run();
        List<Session> all =
                byFlow.keySet().stream().flatMap(flowId -> of(flowId).stream()).toList();
        all.forEach(session -> session.loop().execute(() -> session.end(Ending.SHUTDOWN)));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        for (Session session : all) {
            session.clientClosed().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void changed(String flowId) {
        long changedAt = System.nanoTime();
        for (Session session : of(flowId)) {
            try {
                session.loop().execute(() -> session.recheck(changedAt));
            } catch (RejectedExecutionException e) {
                LOG.debug("flow {} changed when the gateway had stopped", flowId);
            }
        }
    }

    private List<Session> of(String flowId) {
        List<Session> sessions = new ArrayList<>();
        byFlow.computeIfPresent(flowId, (id, flow) -> {
            sessions.addAll(flow.sessions);
            return flow;
        });
        return sessions;
    }
}
