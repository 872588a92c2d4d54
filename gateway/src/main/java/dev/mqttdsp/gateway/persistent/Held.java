package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Grant;
import java.time.Instant;
import java.util.Optional;

/** What is known of one client id at its broker. Guarded by its {@link Ledger}. */
final class Held {
    /** How far it has come. */
    enum Mark {
        /** There is no session beyond its connection, if it has one. */
        NONE,
        /** A client is on its way with the wish for one. */
        RESERVED,
        /** The broker has got the wish; whether it was heard is not known yet, or never will be. */
        ASKED,
        /** The broker has said yes. */
        KEPT,
        /** The broker has one that nobody asked for, and that is one too many. */
        UNWANTED
    }

    private final Broker broker;
    private BrokerSession session;
    private Mark mark;
    private int connections;

    Held(Broker broker, BrokerSession session, Mark mark) {
        this.broker = broker;
        this.session = session;
        this.mark = mark;
    }

    Broker broker() {
        return broker;
    }

    BrokerSession session() {
        return session;
    }

    /** Whether it takes one of the places that a grant has in that epoch. */
    boolean counts(long epoch, Instant now) {
        return session.epoch() == epoch && mark != Mark.NONE && mark != Mark.UNWANTED && !session.isOver(now);
    }

    /** The session, if there may be one at the broker. */
    Optional<BrokerSession> recorded() {
        return mark == Mark.NONE || mark == Mark.RESERVED ? Optional.empty() : Optional.of(session);
    }

    /** Whether there is nothing at the broker, and nobody on the way. */
    boolean isForgotten(Instant now) {
        return connections == 0 && (recorded().isEmpty() || session.isOver(now));
    }

    /** Whether it has to be removed at the broker, now that nobody is connected. */
    boolean isToGo(Optional<Grant> grant, Instant now) {
        return connections == 0
                && (mark == Mark.UNWANTED
                        || grant.filter(present -> present.keepsSessions(session.epoch(), now))
                                .isEmpty());
    }

    void begin(boolean asks) {
        connections++;
        if (asks && mark == Mark.NONE) {
            mark = Mark.RESERVED;
        }
    }

    /** The broker gets that wish. */
    void sent(BrokerSession asked) {
        if (asked.expiry() > 0) {
            session = mark == Mark.KEPT ? session.connected() : asked;
            mark = mark == Mark.KEPT ? Mark.KEPT : Mark.ASKED;
        }
    }

    /**
     * The broker's word on what it keeps; nothing for an expiry of 0.
     *
     * @param wanted whether there is a place for it
     */
    void accepted(BrokerSession answered, boolean wanted) {
        session = answered;
        if (answered.expiry() == 0) {
            mark = Mark.NONE;
        } else {
            mark = wanted ? Mark.KEPT : Mark.UNWANTED;
        }
    }

    void refused() {
        if (mark == Mark.ASKED) {
            mark = Mark.NONE;
        }
    }

    void keptFor(long seconds) {
        session = session.keptFor(seconds);
    }

    void over(Instant now) {
        connections--;
        if (connections == 0 && mark == Mark.RESERVED) {
            mark = Mark.NONE;
        } else if (connections == 0) {
            session = session.leftAt(now);
        }
    }
}
