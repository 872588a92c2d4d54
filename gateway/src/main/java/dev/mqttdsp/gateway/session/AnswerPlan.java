package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a SUBSCRIBE or UNSUBSCRIBE as far as the gateway gives it.
 *
 * @param codes for each filter the gateway's code, or nothing where the broker's is to stand
 */
record AnswerPlan(List<Optional<ReasonCode>> codes) {

    AnswerPlan {
        codes = List.copyOf(codes);
    }

    /** How many filters the broker answers. */
    int fromBroker() {
        return (int) codes.stream().filter(Optional::isEmpty).count();
    }

    /** The codes of the answer. */
    byte[] merge(byte[] brokerCodes) {
        if (brokerCodes.length != fromBroker()) {
            throw MqttViolation.protocolError("an answer with another number of codes than filters"); // MQTT-3.8.4-5
        }
        byte[] merged = new byte[codes.size()];
        int next = 0;
        for (int i = 0; i < merged.length; i++) {
            merged[i] = codes.get(i).isPresent() ? (byte) codes.get(i).get().code() : brokerCodes[next++];
        }
        return merged;
    }

    /** The codes when the broker is not asked at all. */
    byte[] without(ReasonCode instead) {
        byte[] brokerCodes = new byte[fromBroker()];
        Arrays.fill(brokerCodes, (byte) instead.code());
        return merge(brokerCodes);
    }
}
