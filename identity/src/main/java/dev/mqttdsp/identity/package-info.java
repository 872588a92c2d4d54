/**
 * Who participants are, for a runtime of EDC 0.15.1: each is a did:web and proves what it is by credentials, as the
 * Decentralized Claims Protocol 1.0 has it.
 */
package dev.mqttdsp.identity;
