/**
 * Identity providers that issue tokens to this connector, to be handed to one consumer: the client credentials grant of
 * RFC 6749 §4.4. Their refresh tokens and the client's secret never leave this side.
 */
package dev.mqttdsp.core.idp;
