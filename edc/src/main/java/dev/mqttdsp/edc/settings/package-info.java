/**
 * The operator's settings, read once at boot from EDC's configuration and typed from there on.
 *
 * <p>A value that cannot be used stops the boot with a message that names the key, what was found, and what is accepted.
 */
package dev.mqttdsp.edc.settings;
