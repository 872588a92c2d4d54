/**
 * A consumer's session: who comes in, which topics pass, how bytes go to and fro, and how it ends.
 *
 * <p>A session is two channels on one event loop, the client's and the broker's, which live and die together. Everything
 * in here runs on that loop, except for the watching of grants in {@link dev.mqttdsp.gateway.session.Sessions}.
 */
package dev.mqttdsp.gateway.session;
