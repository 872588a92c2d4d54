/** A dataspace whose participants prove who they are, and a stranger in it who can say anything. */
package dev.mqttdsp.acceptance.kit.did;
