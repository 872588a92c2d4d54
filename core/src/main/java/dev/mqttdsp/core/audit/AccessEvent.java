package dev.mqttdsp.core.audit;

import dev.mqttdsp.core.grant.Grant;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to access. Holds no secret.
 *
 * @param time when
 * @param kind what
 * @param reason why, as a stable code such as {@code EXPIRED}; empty where there is nothing to explain
 * @param subject whose access; its parts are empty as far as they are not known for certain
 * @param address who was there, as {@code host:port}; empty where nobody was. Not escaped
 * @param details what else there is to say, by name, in the order in which it is to be said; values are cut as
 *     {@link Printable#cut} does. Not escaped
 */
public record AccessEvent(
        Instant time, Kind kind, String reason, Subject subject, String address, Map<String, String> details) {

    /** What can happen. The names are stable: counters and audit carry them. */
    public enum Kind {
        /** A consumer was given a data address. */
        GIVEN,
        /** A flow that was to start or to be resumed did not. */
        NOT_GIVEN,
        /** A refresh token was exchanged. */
        REFRESHED,
        /** A refresh token did not count. */
        REFRESH_REFUSED,
        /** A refresh token was used that only a second holder can have: everything given out was ended. */
        INCIDENT,
        /** Access rests until it is resumed. */
        SUSPENDED,
        /** Access is over for good. */
        ENDED,
        /** A client was let in. */
        CONNECTED,
        /** A client was not let in. */
        CONNECT_REFUSED,
        /** A client that was let in is gone, by itself or because of its broker. */
        DISCONNECTED,
        /** A client that was let in was cut off. */
        CUT,
        /** A client that was let in asked for topics that it was not granted. */
        TOPIC_REFUSED,
        /** All access of a participant was barred. */
        BLOCKED,
        /** A participant may have access again. */
        UNBLOCKED
    }

    /**
     * Whose access.
     *
     * @param flowId the data flow
     * @param consumer participant id of who has the access
     * @param agreementId the contract agreement it rests on
     * @param assetId the asset
     */
    public record Subject(String flowId, String consumer, String agreementId, String assetId) {
        /** Nobody is known. */
        public static final Subject UNKNOWN = new Subject("", "", "", "");

        /** The owner of that grant. */
        public static Subject of(Grant grant) {
            return new Subject(grant.flowId(), grant.consumer(), grant.agreementId(), grant.assetId());
        }

        /** A flow of which nothing else is known. */
        public static Subject of(String flowId) {
            return new Subject(flowId, "", "", "");
        }

        /** A participant, whatever the flow. */
        public static Subject ofConsumer(String consumer) {
            return new Subject("", consumer, "", "");
        }
    }

    public AccessEvent {
        Map<String, String> cut = new LinkedHashMap<>(details);
        cut.replaceAll((name, value) -> Printable.cut(value)); // an event may wait in a queue
        details = Collections.unmodifiableMap(cut);
    }

    /** An event without an address and without details. */
    public static AccessEvent of(Instant time, Kind kind, String reason, Subject subject) {
        return new AccessEvent(time, kind, reason, subject, "", Map.of());
    }

    /** The same, with who was there. */
    public AccessEvent at(String who) {
        return new AccessEvent(time, kind, reason, subject, who, details);
    }

    /** The same, with one more thing to say. */
    public AccessEvent with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new AccessEvent(time, kind, reason, subject, address, more);
    }
}
