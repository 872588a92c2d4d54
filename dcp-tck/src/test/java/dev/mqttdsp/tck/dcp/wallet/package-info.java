/**
 * What the TCK for DCP needs of a connector under test and the connector has not: a place where its wallet is given credentials by
 * whoever comes, and one where somebody else is given its access tokens. Runs inside the connector.
 */
package dev.mqttdsp.tck.dcp.wallet;
