package dev.mqttdsp.tck.connector;

/**
 * A step that the connector has to take by itself.
 *
 * @param state EDC's code of the state that the process must have reached
 * @param step what follows
 */
record Cue<S>(int state, S step) {}
