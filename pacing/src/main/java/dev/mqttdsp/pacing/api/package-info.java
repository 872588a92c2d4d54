/** {@code /v3/pacing} in EDC's Management API: where clients wait for a negotiation or a transfer instead of polling. */
package dev.mqttdsp.pacing.api;
