package dev.mqttdsp.pacing.handout;

import org.eclipse.edc.spi.entity.StatefulEntity;

/**
 * What a state machine goes by when it decides about an entity.
 *
 * @param state the code
 * @param count how often in sequence the entity entered this state
 * @param timestamp when it last did, in milliseconds since 1970
 * @param pending whether state machines leave it alone
 */
record Version(int state, int count, long timestamp, boolean pending) {

    static Version of(StatefulEntity<?> entity) {
        return new Version(entity.getState(), entity.getStateCount(), entity.getStateTimestamp(), entity.isPending());
    }
}
