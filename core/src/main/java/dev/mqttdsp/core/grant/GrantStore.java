package dev.mqttdsp.core.grant;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where grants are kept. */
public interface GrantStore extends GrantView {

    /**
     * Changes one grant atomically with regard to every other change of it. Watchers are told when the grant really
     * changed.
     *
     * @param change given the grant, if there is one, gives what to keep; empty keeps nothing new
     * @return what is stored afterwards
     */
    Optional<Grant> update(String flowId, Function<Optional<Grant>, Optional<Grant>> change);

    /** All grants that have not ended, as of some moment during the call. */
    Stream<Grant> living();

    /** Forgets the grants that ended before that instant. */
    void forgetEnded(Instant before);
}
