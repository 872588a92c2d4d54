/**
 * {@code /v3/edrs} in EDC's Management API: the data addresses that providers gave this connector.
 *
 * <p>EDC 0.15 keeps them but has no endpoint to read them. A reader may wait for an address that is not there yet; it is
 * woken by EDC's events. An address whose access token is about to end is refreshed before it is given.
 */
package dev.mqttdsp.edr;
