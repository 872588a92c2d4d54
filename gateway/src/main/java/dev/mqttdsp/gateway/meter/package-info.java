/**
 * What the gateway shows of itself to whoever measures it: Micrometer meters, all of them named {@code mqtt.*}. Nothing here
 * decides anything.
 */
package dev.mqttdsp.gateway.meter;
