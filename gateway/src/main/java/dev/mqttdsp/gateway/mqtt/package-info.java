/**
 * MQTT 3.1.1 and 5.0 on the wire: cutting a byte stream into packets, and reading and writing the few packets that the
 * gateway has to understand.
 *
 * <p>Everything here is strict, because what the gateway reads in one way a broker must not read in another. Nothing
 * here knows sessions or rights.
 */
package dev.mqttdsp.gateway.mqtt;
