/** What lets a sleeping state machine start its next iteration: the commit of what was stored. */
package dev.mqttdsp.pacing.wake;
