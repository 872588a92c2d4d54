/**
 * The consumer's side of the work: the Management API of a connector, and the MQTT subscription that a
 * transfer opens, with a credential that is kept fresh while it runs.
 *
 * <p>It needs no EDC: any connector with EDC's Management API v3 and an EDR endpoint will do.
 */
package dev.mqttdsp.client;
