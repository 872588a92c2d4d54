/** Machines that are network namespaces of this one, so that a test can show what goes from one to the other. */
package dev.mqttdsp.acceptance.kit.net;
