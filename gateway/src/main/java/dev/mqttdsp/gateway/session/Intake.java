package dev.mqttdsp.gateway.session;

import java.time.Instant;
import java.util.Optional;

/** Whether new clients are taken in. Thread safe. */
final class Intake {
    private volatile boolean stopping;
    private volatile Optional<Instant> draining = Optional.empty();

    /** Takes none in any more, for good. */
    void stop() {
        stopping = true;
    }

    /** Takes none in until {@link #undrain}. */
    synchronized void drain(Instant now) {
        draining = draining.or(() -> Optional.of(now));
    }

    /** Takes clients in again, unless it has stopped. */
    synchronized void undrain() {
        draining = Optional.empty();
    }

    /** Since when none are taken in; empty while they are. */
    Optional<Instant> drainingSince() {
        return draining;
    }

    /** Why nobody is taken in; empty when everybody is who may come in. */
    Optional<Ending> refusal() {
        if (stopping) {
            return Optional.of(Ending.SHUTDOWN);
        }
        return draining.map(since -> Ending.DRAINED);
    }
}
