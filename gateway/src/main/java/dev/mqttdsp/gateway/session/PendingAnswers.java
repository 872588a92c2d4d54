package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.Answer;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import java.util.HashMap;
import java.util.Map;

/** The SUBSCRIBEs and UNSUBSCRIBEs that the broker has not answered yet. */
final class PendingAnswers {
    /** A client with so many unanswered packets is not read from until some are answered. */
    private static final int PACKETS = 256;
    /** The same with so many filters in them. */
    private static final int FILTERS = 16_384;

    /**
     * @param type of the answer
     */
    private record Key(int type, int packetId) {}

    private final Map<Key, AnswerPlan> plans = new HashMap<>();
    private int filters;

    /** Whether some have to be answered before more may come. */
    boolean areTooMany() {
        return plans.size() >= PACKETS || filters >= FILTERS;
    }

    /**
     * @param type of the answer
     * @throws MqttViolation when the client uses a packet identifier that is in use (MQTT-2.2.1-3)
     */
    void expect(int type, int packetId, AnswerPlan plan) {
        if (plans.putIfAbsent(new Key(type, packetId), plan) != null) {
            throw MqttViolation.protocolError("a packet identifier that is in use");
        }
        filters += plan.size();
    }

    void forget(int type, int packetId) {
        AnswerPlan plan = plans.remove(new Key(type, packetId));
        if (plan != null) {
            filters -= plan.size();
        }
    }

    /**
     * The answer for the client, from the broker's.
     *
     * @param codes whether there are codes at all, which an UNSUBACK of 3.1.1 has none of
     * @throws MqttViolation when the broker answers what was not asked
     */
    Answer complete(Answer fromBroker, boolean codes) {
        AnswerPlan plan = plans.get(new Key(fromBroker.type(), fromBroker.packetId()));
        if (plan == null) {
            throw MqttViolation.protocolError("an answer to nothing");
        }
        forget(fromBroker.type(), fromBroker.packetId());
        return codes
                ? new Answer(fromBroker.type(), fromBroker.packetId(), plan.merge(fromBroker.codes()))
                : fromBroker;
    }
}
