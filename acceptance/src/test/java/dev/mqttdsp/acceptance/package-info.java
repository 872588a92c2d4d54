/**
 * What the assembled system shows from outside, each test named for a behaviour: real connector processes, a real broker,
 * real TLS connections and real MQTT clients.
 */
package dev.mqttdsp.acceptance;
