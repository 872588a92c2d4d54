/** The Dataspace TCK for DCP, run against a connector in a process of its own. */
package dev.mqttdsp.tck.dcp;
