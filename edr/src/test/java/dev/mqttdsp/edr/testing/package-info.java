/** What a consumer's connector is tested with: an EDC runtime, and a partner's token endpoint. */
package dev.mqttdsp.edr.testing;
