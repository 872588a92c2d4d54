/** The way to a broker: name, TCP, TLS and WebSocket, until bytes of MQTT can be sent. */
package dev.mqttdsp.gateway.upstream;
