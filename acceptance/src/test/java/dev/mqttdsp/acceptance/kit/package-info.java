/** What the behaviours are shown with: processes, a dataspace of two, MQTT clients. */
package dev.mqttdsp.acceptance.kit;
