package dev.mqttdsp.gateway.session;

import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import java.util.List;
import java.util.Optional;

/** The answer to a SUBSCRIBE or UNSUBSCRIBE as far as the gateway gives it: a byte for each filter. */
final class AnswerPlan {
    /** No reason code (MQTT 5.0 §2.4): the broker's is to stand here. */
    private static final byte BROKERS = (byte) 0xFF;

    private final byte[] codes;
    private final int fromBroker;

    /**
     * @param codes for each filter the gateway's code, or nothing where the broker's is to stand
     */
    AnswerPlan(List<Optional<ReasonCode>> codes) {
        this.codes = new byte[codes.size()];
        int left = 0;
        for (int i = 0; i < this.codes.length; i++) {
            Optional<ReasonCode> code = codes.get(i);
            this.codes[i] = code.isPresent() ? (byte) code.get().code() : BROKERS;
            left += code.isPresent() ? 0 : 1;
        }
        this.fromBroker = left;
    }

    /** How many filters there are. */
    int size() {
        return codes.length;
    }

    /** The codes of the answer. */
    byte[] merge(byte[] brokerCodes) {
        if (brokerCodes.length != fromBroker) {
            throw MqttViolation.protocolError("an answer with another number of codes than filters"); // MQTT-3.8.4-5
        }
        byte[] merged = codes.clone();
        int next = 0;
        for (int i = 0; i < merged.length; i++) {
            merged[i] = merged[i] == BROKERS ? brokerCodes[next++] : merged[i];
        }
        return merged;
    }

    /** The codes when the broker is not asked at all. */
    byte[] without(ReasonCode instead) {
        byte[] merged = codes.clone();
        for (int i = 0; i < merged.length; i++) {
            merged[i] = merged[i] == BROKERS ? (byte) instead.code() : merged[i];
        }
        return merged;
    }
}
