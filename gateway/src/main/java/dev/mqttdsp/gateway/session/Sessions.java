package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

    private final ConcurrentMap<String, Set<Session>> byFlow = new ConcurrentHashMap<>();
    private final GrantView grants;
    private final Clock clock;
    private final int perGrant;
    private final Runnable endOfWatch;

    /**
     * Begins to watch the grants.
     *
     * @param limits how many clients at the same time
     */
    public Sessions(GrantView grants, Clock clock, Limits limits) {
        this.grants = grants;
        this.clock = clock;
        this.perGrant = limits.of(Limit.SESSIONS_PER_GRANT);
        this.endOfWatch = grants.watch(this::changed);
    }

    /**
     * Takes a session in; false when its grant has as many already. A client that comes again is the broker's to
     * recognise (MQTT-3.1.4-3): what it left behind does not count, as long as that is not more than it may have.
     */
    boolean enter(Session session) {
        boolean[] entered = new boolean[1];
        byFlow.compute(session.grant().flowId(), (flowId, present) -> {
            Set<Session> all = present == null ? new HashSet<>() : present;
            long others = all.stream()
                    .map(Session::brokerClientId)
                    .filter(id -> !id.equals(session.brokerClientId()))
                    .distinct()
                    .count();
            entered[0] = others < perGrant && all.size() < 2 * perGrant && all.add(session);
            return all.isEmpty() ? null : all;
        });
        return entered[0];
    }

    void remove(Session session) {
        byFlow.computeIfPresent(session.grant().flowId(), (flowId, all) -> {
            all.remove(session);
            return all.isEmpty() ? null : all;
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

    Instant now() {
        return clock.instant();
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
        for (Session session : of(flowId)) {
            try {
                session.loop().execute(session::recheck);
            } catch (RejectedExecutionException e) {
                LOG.debug("flow {} changed when the gateway had stopped", flowId);
            }
        }
    }

    private List<Session> of(String flowId) {
        List<Session> sessions = new ArrayList<>();
        byFlow.computeIfPresent(flowId, (id, all) -> {
            sessions.addAll(all);
            return all;
        });
        return sessions;
    }
}
