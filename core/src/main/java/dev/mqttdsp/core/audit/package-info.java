/**
 * What happens to access, told as it happens: to the log, to the counters, and to the audit file. Whoever gives, refuses or
 * ends access tells it here, once, and writes no line of its own.
 *
 * <p>Values of an event are as they came, from the wire also; {@link dev.mqttdsp.core.audit.Printable} is how they get into a
 * log line.
 */
package dev.mqttdsp.core.audit;
