package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Reached;
import dev.mqttdsp.gateway.meter.GatewayMeters;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One client as log and audit name it: where it comes from, what it calls itself, and whose access it has. What happens to
 * it is told here. Belongs to the connection's event loop.
 */
final class Visitor {
    /** So many topics are told one by one; the number of all is told at the end. */
    private static final int REFUSALS_TOLD = 5;

    private final AccessEvents events;
    private final GatewayMeters meters;
    private final Reached reached;
    private final Clock clock;
    private final String address;
    private final Map<String, String> details = new LinkedHashMap<>();
    private Subject subject = Subject.UNKNOWN;
    private Instant connectedAt;
    /** When its CONNECT was complete, in nanoseconds. */
    private long cameAt;

    private int refusals;

    /**
     * Somebody who has just come.
     *
     * @param transport how, {@code wss} or {@code tls}
     */
    Visitor(Reception reception, Channel client, String transport) {
        this.events = reception.events();
        this.meters = reception.meters();
        this.reached = reception.reached();
        this.clock = reception.clock();
        this.address = Addresses.of(client);
        details.put("transport", transport);
    }

    void speaks(MqttVersion version) {
        cameAt = System.nanoTime();
        details.put("version", version == MqttVersion.V5 ? "5" : "3.1.1");
    }

    /** The user name stays unsaid: where the password is a token it is free, and some put a secret there as well. */
    void introducesItself(Connect connect) {
        details.put("client", connect.clientId());
    }

    /** Its credential has been judged. */
    void judged() {
        meters.admission(System.nanoTime() - cameAt);
    }

    /** Its credential says so. */
    void belongsTo(Subject owner) {
        subject = owner;
    }

    /** It was admitted. */
    void uses(Grant grant) {
        belongsTo(Subject.of(grant));
        details.put("broker", grant.broker().name());
    }

    /**
     * It is not let in.
     *
     * @param reason a stable code
     * @param cause what more there is to say about that; may be empty
     */
    void refused(String reason, String cause) {
        tell(event(Kind.CONNECT_REFUSED, reason), cause);
    }

    /** It is let in. */
    void connected() {
        connectedAt = clock.instant();
        meters.connect(System.nanoTime() - cameAt);
        events.tell(event(Kind.CONNECTED, ""));
    }

    /** It asked for a topic, or a filter, that it has no right to. */
    void topicRefused(Cause why, String topic) {
        if (why == Cause.TOO_MANY_FILTERS) {
            limitReached(Limit.FILTERS);
        } else if (why == Cause.TOO_MANY_LEVELS) {
            limitReached(Limit.LEVELS);
        }
        refusals++;
        if (refusals <= REFUSALS_TOLD) {
            events.tell(event(Kind.TOPIC_REFUSED, why.name()).with("topic", topic));
        }
    }

    /** It takes more than it may. */
    void limitReached(Limit limit) {
        reached.by(limit, toString());
    }

    /**
     * Its session is over, or does not begin.
     *
     * @param traffic what has gone to and fro
     */
    void ended(Ending ending, Optional<Traffic> traffic) {
        if (connectedAt == null) {
            refused(ending.reason(), ending.cause());
            return;
        }
        AccessEvent event = event(ending.kind(), ending.reason());
        event = event.with(
                "seconds",
                Long.toString(Duration.between(connectedAt, event.time()).toSeconds()));
        if (traffic.isPresent()) {
            event = event.with("messagesToClient", Long.toString(traffic.get().messagesToClient()))
                    .with("bytesToClient", Long.toString(traffic.get().bytesToClient()))
                    .with("messagesFromClient", Long.toString(traffic.get().messagesFromClient()))
                    .with("bytesFromClient", Long.toString(traffic.get().bytesFromClient()));
        }
        tell(refusals == 0 ? event : event.with("topicsRefused", Integer.toString(refusals)), ending.cause());
    }

    /** Whose access and from where, for the log. */
    @Override
    public String toString() {
        return subject.flowId().isEmpty()
                ? address
                : "flow " + subject.flowId() + " of " + subject.consumer() + " from " + address;
    }

    private void tell(AccessEvent event, String cause) {
        events.tell(cause.isEmpty() ? event : event.with("cause", cause));
    }

    private AccessEvent event(Kind kind, String reason) {
        return new AccessEvent(clock.instant(), kind, reason, subject, address, details);
    }
}
