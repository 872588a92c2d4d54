package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The places that there are for sessions, over all grants: for each participant, and for all of them. Thread safe. */
final class Places {
    private final int perParticipant;
    private final int most;
    private final Map<String, Integer> byParticipant = new HashMap<>();
    private int all;

    Places(Limits limits) {
        this.perParticipant = limits.of(Limit.SESSIONS_PER_PARTICIPANT);
        this.most = limits.of(Limit.SESSIONS);
    }

    /**
     * Takes a place, or names the limit that is in the way.
     *
     * @param again whether it is one who has a place already, and gives that back soon: he gets one in any case
     */
    synchronized Optional<Limit> take(String participant, boolean again) {
        if (!again && all >= most) {
            return Optional.of(Limit.SESSIONS);
        }
        if (!again && byParticipant.getOrDefault(participant, 0) >= perParticipant) {
            return Optional.of(Limit.SESSIONS_PER_PARTICIPANT);
        }
        all++;
        byParticipant.merge(participant, 1, Integer::sum);
        return Optional.empty();
    }

    synchronized void giveBack(String participant) {
        all--;
        byParticipant.computeIfPresent(participant, (id, count) -> count == 1 ? null : count - 1);
    }
}
