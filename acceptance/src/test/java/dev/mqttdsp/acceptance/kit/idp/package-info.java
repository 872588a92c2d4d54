/**
 * An identity provider of the provider's company, which answers as a test wants it to. Its tokens and keys are those of
 * mock-oauth2-server; what goes wrong is made by a server in front of that.
 */
package dev.mqttdsp.acceptance.kit.idp;
