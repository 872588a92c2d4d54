/** The Dataspace TCK, run against a connector in a process of its own. */
package dev.mqttdsp.tck;
