/**
 * The wallet of this participant where it is not inside the connector: its tokens come from a secure token service that the
 * operator names by EDC's keys, and its DID document, key and credentials are that wallet's own business.
 */
package dev.mqttdsp.identity.remote;
