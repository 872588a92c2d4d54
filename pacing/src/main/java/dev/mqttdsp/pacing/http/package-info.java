/** Messages on their way in, which wait for a process in hand, and on their way out, which are repeated when too early. */
package dev.mqttdsp.pacing.http;
