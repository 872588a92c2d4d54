/** The embedded broker as a process, for machines without a Mosquitto. */
package dev.mqttdsp.benchmarks.broker;
