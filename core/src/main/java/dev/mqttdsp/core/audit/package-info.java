/**
 * What happens to access, told as it happens: to the log, to the counters, and to the audit file. Whoever gives, refuses or
 * ends access tells it here, once, and writes no line of its own.
 */
package dev.mqttdsp.core.audit;
