/** What the tests stand on: a real broker, real grants, and clients that keep to no protocol. */
package dev.mqttdsp.gateway.testing;
