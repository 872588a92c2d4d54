/**
 * What a state machine has in hand: entities that a store gave it and that it has not stored again yet.
 *
 * <p>They are looked at once more when they are handed out, and whoever else wants to change them can wait for their
 * return.
 */
package dev.mqttdsp.pacing.handout;
