package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
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
    private final Waves waves;
    private final Intake intake = new Intake();
    private final Runnable endOfWatch;

    /**
     * Begins to watch the grants.
     *
     * @param limits how many clients at the same time
     * @param goodbye over how long the end of many sessions is spread
     */
    public Sessions(GrantView grants, Clock clock, Limits limits, Duration goodbye) {
        this.grants = grants;
        this.clock = clock;
        this.perGrant = limits.of(Limit.SESSIONS_PER_GRANT);
        this.waves = new Waves(goodbye);
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

    /** Why nobody is taken in, if that is so. A session asks after it has entered, so that none is overlooked. */
    Optional<Ending> refusal() {
        return intake.refusal();
    }

    /**
     * Takes nobody in until {@link #undrain}. Draining again is no mistake.
     *
     * @param all whether the sessions that are there are ended too, in waves
     */
    public void drain(boolean all) {
        intake.drain(clock.instant());
        if (all) {
            waves.begin(all(), intake::refusal);
        }
    }

    /** Takes clients in again; waves that have not come yet do not come. */
    public void undrain() {
        intake.undrain();
    }

    /** Since when nobody is taken in; empty when everybody is who may come in. */
    public Optional<Instant> drainingSince() {
        return intake.drainingSince();
    }

    /** How many there are. */
    public int count() {
        return byFlow.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * Takes nobody in any more, and ends all sessions in waves, then the watching.
     *
     * @param patience how long to wait after the last wave for channels to close
     */
    public void close(Duration patience) throws InterruptedException {
        intake.stop();
        CountDownLatch left = waves.begin(all(), intake::refusal);
        if (!left.await(waves.longest().plus(patience).toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("{} sessions are not closed yet", left.getCount());
        }
        endOfWatch.run();
    }

    private List<Session> all() {
        return byFlow.keySet().stream().flatMap(flowId -> of(flowId).stream()).toList();
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
