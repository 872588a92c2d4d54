/** MQTT over WebSocket (MQTT 5.0 §6): the bytes in binary messages, the same for clients and towards brokers. */
package dev.mqttdsp.gateway.websocket;
