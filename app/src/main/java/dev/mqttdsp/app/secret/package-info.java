/**
 * Secrets of one machine: an encrypted file in the data directory, written by the command line and read by the connector.
 *
 * <p>Whoever has a vault of his own uses EDC's extension for it instead.
 */
package dev.mqttdsp.app.secret;
