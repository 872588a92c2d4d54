/** What contracts demand of those who want access: credentials that others have issued. */
package dev.mqttdsp.core.credential;
