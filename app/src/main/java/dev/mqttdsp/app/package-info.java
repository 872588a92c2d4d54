/** The one runnable: everything is started from its command line. */
package dev.mqttdsp.app;
