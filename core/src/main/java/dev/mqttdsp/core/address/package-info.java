/**
 * The Mqtt data address: what a provider writes on an asset, and what a consumer is given for it.
 *
 * <p>Source: Factory-X ADR 012, MQTT over DSP 0.2.0. Names are accepted in every spelling that is in use and written
 * under every name that some consumer reads.
 */
package dev.mqttdsp.core.address;
