/**
 * The feed of grants between processes: served over TLS to whoever has the secret, and read by a gateway that is apart from
 * its connector.
 *
 * <p>What the lines mean is core's, {@link dev.mqttdsp.core.replica.GrantFeed} and {@link dev.mqttdsp.core.replica.Replica};
 * here they travel, as one endless answer to one request of HTTP.
 */
package dev.mqttdsp.gateway.feed;
