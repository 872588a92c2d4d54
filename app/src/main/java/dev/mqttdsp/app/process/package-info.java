/** Connectors in processes of their own, for the demonstration and for tests. */
package dev.mqttdsp.app.process;
