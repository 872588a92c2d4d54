package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One client as log and audit name it: where it comes from, what it calls itself, and whose access it has. What happens to
 * it is told here. Belongs to the connection's event loop.
 */
final class Visitor {
    /** So many topics are told one by one; the number of all is told at the end. */
    private static final int REFUSALS_TOLD = 5;

    private final AccessEvents events;
    private final Clock clock;
    private final String address;
    private final Map<String, String> details = new LinkedHashMap<>();
    private Subject subject = Subject.UNKNOWN;
    private Instant connectedAt;
    private int refusals;

    /**
     * Somebody who has just come.
     *
     * @param transport how, {@code wss} or {@code tls}
     */
    Visitor(AccessEvents events, Clock clock, Channel client, String transport) {
        this.events = events;
        this.clock = clock;
        this.address = Addresses.of(client);
        details.put("transport", transport);
    }

    void speaks(MqttVersion version) {
        details.put("version", version == MqttVersion.V5 ? "5" : "3.1.1");
    }

    /** The user name stays unsaid: where the password is a token it is free, and some put a secret there as well. */
    void introducesItself(Connect connect) {
        details.put("client", connect.clientId());
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
        events.tell(event(Kind.CONNECTED, ""));
    }

    /** It asked for a topic, or a filter, that it has no right to. */
    void topicRefused(Cause why, String topic) {
        refusals++;
        if (refusals <= REFUSALS_TOLD) {
            events.tell(event(Kind.TOPIC_REFUSED, why.name()).with("topic", topic));
        }
    }

    /** Its session is over, or does not begin. */
    void ended(Ending ending) {
        if (connectedAt == null) {
            refused(ending.reason(), ending.cause());
            return;
        }
        AccessEvent event = event(ending.kind(), ending.reason());
        event = event.with(
                "seconds",
                Long.toString(Duration.between(connectedAt, event.time()).toSeconds()));
        tell(refusals == 0 ? event : event.with("topicsRefused", Integer.toString(refusals)), ending.cause());
    }

    private void tell(AccessEvent event, String cause) {
        events.tell(cause.isEmpty() ? event : event.with("cause", cause));
    }

    private AccessEvent event(Kind kind, String reason) {
        return new AccessEvent(clock.instant(), kind, reason, subject, address, details);
    }
}
