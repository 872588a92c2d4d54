/**
 * The gateway in a process of its own, with the grants of {@code core} and without a connector: flows begin and end by
 * commands on standard input ({@link dev.mqttdsp.benchmarks.line}).
 */
package dev.mqttdsp.benchmarks.provider;
