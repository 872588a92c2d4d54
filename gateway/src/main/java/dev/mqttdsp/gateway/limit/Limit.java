package dev.mqttdsp.gateway.limit;

/** The limits of a gateway. The keys are stable: configuration, metrics and log carry them. */
public enum Limit {
    /** The largest packet from a client, in bytes, fixed header included. What is larger ends the session with 0x95. */
    PACKET_BYTES("packet.bytes", 1 << 20, 1 << 10, 1 << 28),
    /** Clients of one grant at the same time; one more is refused with 0x97. */
    SESSIONS_PER_GRANT("sessions.grant", 4, 1, 10_000),
    /** Clients of one participant, over all its grants, at the same time; one more is refused with 0x97. */
    SESSIONS_PER_PARTICIPANT("sessions.participant", 1_000, 1, 1_000_000),
    /** Clients of all participants at the same time; one more is refused with 0x89. */
    SESSIONS("sessions", 100_000, 1, 1_000_000),
    /** Connections for which no credential speaks yet, at the same time; one more is hung up on. */
    UNAUTHENTICATED("unauthenticated", 2_000, 1, 1_000_000),
    /** Failed connections from one address within a minute; further ones are hung up on. */
    FAILURES_PER_ADDRESS("failures.address", 60, 1, 1_000_000),
    /** Topic filters that one client is subscribed to; one more is answered with 0x97. */
    FILTERS("filters", 256, 1, 1_000_000),
    /** Levels of a topic or of a topic filter; a filter with more is answered with 0x97. */
    LEVELS("levels", 64, 1, 65_535),
    /** Packets a second from one client, acknowledgements left out; a client that sends more is read from later. */
    MESSAGES_PER_SECOND("messages.second", 1_000, 1, 10_000_000),
    /** Bytes a second from one client; a client that sends more is read from later. */
    BYTES_PER_SECOND("bytes.second", 10_000_000, 1_000, 2_000_000_000);

    private final String key;
    private final int usual;
    private final int least;
    private final int most;

    Limit(String key, int usual, int least, int most) {
        this.key = key;
        this.usual = usual;
        this.least = least;
        this.most = most;
    }

    /** Its name in configuration, metrics and log. */
    public String key() {
        return key;
    }

    /** What it is when nothing is said. */
    public int usual() {
        return usual;
    }

    /** The smallest value that it may have. */
    public int least() {
        return least;
    }

    /** The largest value that it may have. */
    public int most() {
        return most;
    }
}
