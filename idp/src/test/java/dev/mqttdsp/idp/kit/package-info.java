/**
 * Keycloak and RabbitMQ, each in processes, directories and on ports of its own, on loopback. All that they do is shown to
 * one authority, which is made for them.
 */
package dev.mqttdsp.idp.kit;
