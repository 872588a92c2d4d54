/**
 * What the gateway costs: the same load to a broker directly and through the gateway, in turn. The load driver and the
 * broker share one processor, the gateway has the other.
 */
package dev.mqttdsp.benchmarks.gateway;
