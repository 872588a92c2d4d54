/**
 * How the processes of a benchmark talk: one command a line on standard input, one answer a line on standard output. The
 * end of the input is the end of the process.
 */
package dev.mqttdsp.benchmarks.line;
