/** What is common to the TCKs: a connector that is tested, and what has come of the tests. */
package dev.mqttdsp.tck.kit;
