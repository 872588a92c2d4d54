/**
 * What clients leave at the provider's broker: sessions with subscriptions and queued messages that outlast a connection.
 *
 * <p>They belong to a grant and to its session epoch like everything else that a grant gives. So they are counted, recorded
 * beyond a restart, and removed at the broker when their epoch ends.
 */
package dev.mqttdsp.gateway.persistent;
