/**
 * The public ports: TLS throughout, MQTT itself on one, and HTTP with MQTT over WebSocket on the other.
 *
 * <p>What arrives here is handed to {@link dev.mqttdsp.gateway.session.Reception} as bytes of MQTT.
 */
package dev.mqttdsp.gateway.listen;
