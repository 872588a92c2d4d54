/**
 * The provider's brokers as the operator describes them: where they are and how the gateway logs in.
 *
 * <p>Nothing of this is part of an offer, and nothing of it ever reaches a consumer.
 */
package dev.mqttdsp.core.broker;
