/**
 * How much anybody may take: every limit with its default, who has reached it how often, and what the log says about that.
 * A limit protects the gateway and the other clients; it never judges a credential.
 */
package dev.mqttdsp.gateway.limit;
