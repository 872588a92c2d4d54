/**
 * The data flow as EDC's control plane drives it: started with the agreement in hand, handed the consumer's data
 * address, suspended and terminated.
 */
package dev.mqttdsp.edc.flow;
