/**
 * Benchmarks of the assembled system, started by {@code benchmarks/run NAME}.
 *
 * <p>Figures go to stdout, one {@link dev.mqttdsp.benchmarks.Measurement} a line and nothing else; what happens goes to
 * stderr. Exit codes: 0 done, 1 failed or something measured went wrong, 2 usage.
 */
package dev.mqttdsp.benchmarks;
