/**
 * The whole way of a message, shown on one machine: two connector processes, a machine that publishes, a partner that
 * receives, and the end of the contract.
 */
package dev.mqttdsp.app.demo;
