/** Connectors in processes of their own, ours and EDC's, with the same JVM options and a clean environment. */
package dev.mqttdsp.benchmarks.process;
