/**
 * The load driver: MQTT 3.1.1 clients on one thread of a process of their own, which spend as little as possible on each
 * message, so that what is measured is the broker or the gateway and not the client. It does what it is told on standard
 * input ({@link dev.mqttdsp.benchmarks.line}).
 */
package dev.mqttdsp.benchmarks.load;
