package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.mqtt.Connect;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PacketFramer;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.persistent.Stay;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From a credential that counts to a session: what the client wants besides is looked at, and a place found for it.
 *
 * @param client is to become a session
 * @param framer cuts the client's bytes
 * @param handler is told where events go from then on
 */
record Welcome(
        Reception reception,
        Visitor visitor,
        Channel client,
        PacketFramer framer,
        PacketHandler handler,
        Arrival arrival) {

    /**
     * A client that is turned away although its credential counts.
     *
     * @param answer what the client is told
     * @param reason a stable code, for log and audit
     * @param cause what more there is to say about that; may be empty
     */
    record TurnedAway(ReasonCode answer, String reason, String cause) {
        private static Optional<TurnedAway> because(ReasonCode answer, Cause why, String cause) {
            return Optional.of(new TurnedAway(answer, why.name(), cause));
        }
    }

    /** Begins a session and sets out for the broker, or says why not. */
    Optional<TurnedAway> welcome(Connect connect, Admission.Admitted admitted) {
        Grant grant = admitted.grant();
        visitor.uses(grant);
        if (!client.isActive()) {
            return TurnedAway.because(ReasonCode.UNSPECIFIED, Cause.CLIENT_LOST, "");
        }
        return will(connect, grant).or(() -> begin(connect, admitted));
    }

    private Optional<TurnedAway> will(Connect connect, Grant grant) {
        try {
            return new TopicGate(grant, connect.version(), reception.limits()).mayLeave(connect.will())
                    ? Optional.empty()
                    : TurnedAway.because(
                            ReasonCode.NOT_AUTHORIZED,
                            Cause.WILL_NOT_GRANTED,
                            connect.will().get().topic());
        } catch (MqttViolation violation) {
            return TurnedAway.because(violation.reason(), Cause.BAD_CONNECT, violation.getMessage());
        }
    }

    private Optional<TurnedAway> begin(Connect connect, Admission.Admitted admitted) {
        Grant grant = admitted.grant();
        Instant now = reception.clock().instant();
        Introduction introduction = new Introduction(connect, grant, reception.packetBytes(), now);
        Optional<Stay> stay = reception
                .brokerSessions()
                .begin(grant, introduction.brokerClientId(), connect.version(), introduction.sessionExpiry());
        if (stay.isEmpty()) {
            return TurnedAway.because(ReasonCode.QUOTA_EXCEEDED, Cause.TOO_MANY_KEPT, "");
        }
        Session session = new Session(reception, visitor, client, framer, grant, introduction, stay.get());
        Optional<Limit> full = reception.sessions().enter(session);
        if (full.isPresent()) {
            stay.get().over();
            visitor.limitReached(full.get());
            return TurnedAway.because(
                    full.get() == Limit.SESSIONS ? ReasonCode.SERVER_BUSY : ReasonCode.QUOTA_EXCEEDED,
                    Cause.TOO_MANY_SESSIONS,
                    full.get().key());
        }
        arrival.over();
        handler.tell(session);
        Instant longest = now.plus(reception.sessionMax());
        session.begin(now, admitted.until(), Collections.min(List.of(grant.contractEnd(), longest)));
        session.recheck(System.nanoTime());
        reception.sessions().refusal().ifPresent(session::end);
        if (!session.ended()) {
            new Opening(session, introduction, client, framer, reception).begin();
        }
        return Optional.empty();
    }
}
