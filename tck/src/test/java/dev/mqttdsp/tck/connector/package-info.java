/**
 * What the TCK needs of a connector under test: data under the ids that it is told, a place where it can ask for a
 * negotiation or a transfer, and somebody who has the connector send what a test waits for. Runs inside the connector.
 */
package dev.mqttdsp.tck.connector;
