/** What a subscriber sees: messages on stdout, and commands for MQTT clients of other makers. */
package dev.mqttdsp.app.subscribe;
