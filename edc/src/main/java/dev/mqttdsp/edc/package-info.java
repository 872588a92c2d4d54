/**
 * MQTT over DSP for any EDC 0.15.1 runtime: put the artifact on the class path, and assets of type {@code Mqtt} are
 * offered as {@code Mqtt-PULL}.
 *
 * <p>This is an adapter: it translates between EDC and {@code dev.mqttdsp.core}, which holds the rules.
 */
package dev.mqttdsp.edc;
