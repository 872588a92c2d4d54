package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.audit.AccessEvents;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Cuts a participant off, whatever its contracts say, and lets it in again. */
public final class Blocks {
    private final Barred barred;
    private final GrantStore store;
    private final Grants grants;
    private final AccessEvents events;
    private final Clock clock;

    /**
     * Blocks participants.
     *
     * @param barred the same list that the grants ask
     */
    public Blocks(Barred barred, GrantStore store, Grants grants, AccessEvents events, Clock clock) {
        this.barred = barred;
        this.store = store;
        this.grants = grants;
        this.events = events;
        this.clock = clock;
    }

    /** Those who are blocked, the first first. */
    public List<Barred.Bar> all() {
        return barred.all();
    }

    /**
     * Ends all access of a participant, and gives it none from now on. Blocking it again is success.
     *
     * @param reason why, in the operator's words; may be empty
     * @throws IOException when the list cannot be kept: all access has ended nevertheless, but the participant is blocked
     *     no longer than this process runs
     */
    public synchronized void block(String participant, String reason) throws IOException {
        Instant now = clock.instant();
        if (!barred.has(participant)) {
            events.tell(AccessEvent.of(now, Kind.BLOCKED, "", Subject.ofConsumer(participant))
                    .with("because", reason));
        }
        try {
            barred.add(new Barred.Bar(participant, reason, now));
        } finally {
            endAll(participant); // a start that did not see the list yet looks at it again when its grant is here
        }
    }

    /**
     * Lets a participant have access again; what has ended stays so.
     *
     * @return whether it was blocked
     * @throws IOException when the list cannot be kept: the participant stays blocked
     */
    public synchronized boolean unblock(String participant) throws IOException {
        boolean wasBlocked = barred.remove(participant);
        if (wasBlocked) {
            events.tell(AccessEvent.of(clock.instant(), Kind.UNBLOCKED, "", Subject.ofConsumer(participant)));
        }
        return wasBlocked;
    }

    private void endAll(String participant) {
        try (Stream<Grant> living = store.living()) {
            living.filter(grant -> grant.consumer().equals(participant))
                    .forEach(grant -> grants.end(grant.flowId(), EndReason.PARTICIPANT_BLOCKED));
        }
    }
}
