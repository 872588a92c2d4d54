/**
 * A trust authority for trials and tests: it has a did:web, issues membership credentials (Verifiable Credentials Data Model
 * 1.1 as JWT) and tells by a status list which of them it has taken back. No product for running a dataspace.
 */
package dev.mqttdsp.authority;
