package dev.mqttdsp.pacing.api;

import java.util.Optional;

/** How far a process has come. */
sealed interface Progress {

    /**
     * There is such a process.
     *
     * @param settled whether it has reached what its client waits for
     * @param state its name in EDC
     * @param agreement the id of the agreement here, once there is one
     * @param reason why it ended, as far as EDC knows
     */
    record Known(boolean settled, String state, Optional<String> agreement, Optional<String> reason)
            implements Progress {}

    /** There is no such process here. */
    record Unknown() implements Progress {}

    default boolean isWorthWaiting() {
        return this instanceof Known known && !known.settled();
    }
}
