/** A broker inside the connector's process, for those who have none. */
package dev.mqttdsp.app.broker;
