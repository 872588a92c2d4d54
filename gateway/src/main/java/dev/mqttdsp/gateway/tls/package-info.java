/**
 * TLS: the certificate that the gateway shows to clients, made here where the operator brings none, and the trust it
 * puts into brokers.
 */
package dev.mqttdsp.gateway.tls;
