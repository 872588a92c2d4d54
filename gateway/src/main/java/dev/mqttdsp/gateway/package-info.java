/**
 * The gateway: public listeners in front of a provider's brokers, of any brand.
 *
 * <p>{@link dev.mqttdsp.gateway.Gateway} is all that a connector needs to know. It lets clients in by their grants, keeps
 * them to the topics of these, and cuts them off the moment a grant ends.
 */
package dev.mqttdsp.gateway;
