/** The Mqtt data address at EDC's doors: judged when an asset is created or changed, written when a transfer starts. */
package dev.mqttdsp.edc.address;
