/**
 * {@code benchmarks/run negotiation}: how long it takes from the request for a contract to the data address and to the
 * first message, between two connectors of ours, two of EDC's and one of each, and whether every flow came out the same
 * on both sides.
 */
package dev.mqttdsp.benchmarks.negotiation;
