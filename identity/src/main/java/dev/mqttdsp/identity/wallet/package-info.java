/**
 * This side's own wallet: EDC's IdentityHub in the connector's process, with one participant, whose key and credentials are
 * files of the data directory.
 */
package dev.mqttdsp.identity.wallet;
