/**
 * Keeps the data addresses that partners gave this connector fresh: an access token that is about to end is exchanged at
 * the partner's token endpoint (RFC 6749 §6), and what is stored is rewritten.
 *
 * <p>The partner chose the endpoint's URL, so the way there is guarded, and its answer is bounded in time and size.
 */
package dev.mqttdsp.edr.refresh;
