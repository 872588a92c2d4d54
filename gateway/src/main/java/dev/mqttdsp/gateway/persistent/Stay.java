package dev.mqttdsp.gateway.persistent;

/**
 * One connection of a client to its broker, from the client's admission to the end of the broker's channel. Calls come from
 * the connection's event loop.
 */
public final class Stay {
    private final BrokerSessions sessions;
    private final BrokerSession asked;
    private boolean over;

    Stay(BrokerSessions sessions, BrokerSession asked) {
        this.sessions = sessions;
        this.asked = asked;
    }

    /** The CONNECT goes to the broker. */
    public void sent() {
        sessions.ledger().sent(asked);
    }

    /**
     * The broker has accepted the client.
     *
     * @param expiry how long it keeps the session after the connection, in seconds; 0 for not at all
     * @return false when that would be one persistent session too many, which nobody asked for
     */
    public boolean accepted(long expiry) {
        return over || sessions.ledger().accepted(asked.keptFor(expiry));
    }

    /** The broker has refused the client. */
    public void refused() {
        if (!over) {
            sessions.ledger().refused(asked);
        }
    }

    /** The client's DISCONNECT changes how long the session is kept (MQTT 5.0 §3.14.2.2.2), in seconds. */
    public void keptFor(long expiry) {
        if (!over) {
            sessions.ledger().keptFor(asked, expiry);
        }
    }

    /** There is no connection to the broker, and will be none. */
    public void over() {
        if (!over) {
            over = true;
            sessions.over(asked);
        }
    }
}
