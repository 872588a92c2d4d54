/**
 * Grants in a second process: a feed tells of them in lines of JSON, a snapshot first and then each change in its order,
 * and a replica answers from these what the grants themselves would answer.
 *
 * <p>The feed carries what a gateway needs to decide, and nothing with which somebody could get in. Whoever does not hear
 * from it for a while lets nobody in.
 */
package dev.mqttdsp.core.replica;
