/**
 * Decentralized identifiers of the method web: who a participant is, and where the document is that says so. Nothing here
 * fetches anything.
 */
package dev.mqttdsp.core.did;
