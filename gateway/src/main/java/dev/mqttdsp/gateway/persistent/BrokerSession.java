package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A session that a client has, or may have, at a broker, and that outlasts its connection (MQTT 3.1.1 §3.1.2.4, MQTT 5.0
 * §4.1).
 *
 * @param flowId whose it is
 * @param epoch the session epoch of the grant in which it began
 * @param clientId under which the broker knows it
 * @param version which the client spoke last
 * @param brokerName name of the broker's entry; its URL where there is no entry
 * @param brokerUrl where the broker was
 * @param expiry how long the broker keeps it without a connection, in seconds; {@link #FOREVER} has no end
 * @param leftAt since when it has no connection; empty while it has one
 */
record BrokerSession(
        String flowId,
        long epoch,
        String clientId,
        MqttVersion version,
        String brokerName,
        URI brokerUrl,
        long expiry,
        Optional<Instant> leftAt) {
    /** MQTT 5.0 §3.1.2.11.2, and what Clean Session 0 of 3.1.1 comes to. */
    static final long FOREVER = 0xFFFF_FFFFL;

    /** A session that begins now. */
    static BrokerSession of(Grant grant, String clientId, MqttVersion version, long expiry) {
        return new BrokerSession(
                grant.flowId(),
                grant.sessionEpoch(),
                clientId,
                version,
                grant.broker().name(),
                grant.broker().url(),
                expiry,
                Optional.empty());
    }

    /** Whether the broker has dropped it by itself. */
    boolean isOver(Instant now) {
        return expiry != FOREVER
                && leftAt.map(left -> !now.isBefore(left.plusSeconds(expiry))).orElse(false);
    }

    BrokerSession keptFor(long seconds) {
        return new BrokerSession(flowId, epoch, clientId, version, brokerName, brokerUrl, seconds, leftAt);
    }

    /** The same, without a connection from that instant on, unless it had none already. */
    BrokerSession leftAt(Instant now) {
        return leftAt.isPresent() ? this : withLeftAt(Optional.of(now));
    }

    BrokerSession connected() {
        return withLeftAt(Optional.empty());
    }

    private BrokerSession withLeftAt(Optional<Instant> instant) {
        return new BrokerSession(flowId, epoch, clientId, version, brokerName, brokerUrl, expiry, instant);
    }
}
