package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantView;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    private final Roll roll;
    private final GrantView grants;
    private final Clock clock;
    private final Waves waves;
    private final Intake intake = new Intake();
    private final Runnable endOfWatch;

    /**
     * Begins to watch the grants.
     *
     * @param limits how many clients at the same time
     * @param meters show how many there are
     * @param goodbye over how long the end of many sessions is spread
     */
    public Sessions(GrantView grants, Clock clock, Limits limits, GatewayMeters meters, Duration goodbye) {
        this.grants = grants;
        this.clock = clock;
        this.roll = new Roll(limits, meters);
        this.waves = new Waves(goodbye);
        this.endOfWatch = grants.watch(this::changed);
    }

    /** Takes a session in, or names the limit that is in the way. */
    Optional<Limit> enter(Session session) {
        return roll.enter(session);
    }

    void remove(Session session) {
        roll.remove(session);
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
            waves.begin(roll.all(), intake::refusal);
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
        return roll.count();
    }

    /**
     * Takes nobody in any more, and ends all sessions in waves, then the watching.
     *
     * @param patience how long to wait after the last wave for channels to close
     */
    public void close(Duration patience) throws InterruptedException {
        intake.stop();
        CountDownLatch left = waves.begin(roll.all(), intake::refusal);
        if (!left.await(waves.longest().plus(patience).toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("{} sessions are not closed yet", left.getCount());
        }
        endOfWatch.run();
    }

    private void changed(String flowId) {
        long changedAt = System.nanoTime();
        for (Session session : roll.of(flowId)) {
            try {
                session.loop().execute(() -> session.recheck(changedAt));
            } catch (RejectedExecutionException e) {
                LOG.debug("flow {} changed when the gateway had stopped", flowId);
            }
        }
    }
}
