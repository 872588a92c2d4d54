/**
 * mock-oauth2-server as a program of its own. Its libraries do not go together with those of the connector and its tests,
 * so what starts it puts them on this program's class path alone.
 */
package dev.mqttdsp.mockidp;
