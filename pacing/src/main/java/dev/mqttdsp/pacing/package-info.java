/**
 * Event-driven state machines for EDC runtimes.
 *
 * <p>EDC moves contract negotiations and transfers by polling its stores once a second. Here the stores tell the state
 * machines when there is something to do, and messages of the other side wait until this side has stored the step they
 * answer. Nothing is configured in EDC itself, and every part can be switched off by {@code edc.pacing.*}.
 */
package dev.mqttdsp.pacing;
