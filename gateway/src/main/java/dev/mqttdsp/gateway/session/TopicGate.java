package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.topic.SharedSubscription;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicName;
import dev.mqttdsp.core.topic.TopicSyntaxException;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PublishHead;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.mqtt.Subscribe;
import dev.mqttdsp.gateway.mqtt.Unsubscribe;
import dev.mqttdsp.gateway.mqtt.Will;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges topics and filters by the rights of a grant. */
final class TopicGate {
    private final Grant grant;
    private final ReasonCode denied;

    TopicGate(Grant grant, MqttVersion version) {
        this.grant = grant;
        // 3.1.1 knows one failure in a SUBACK (3.1.1 §3.9.3).
        this.denied = version == MqttVersion.V5 ? ReasonCode.NOT_AUTHORIZED : ReasonCode.UNSPECIFIED;
    }

    /**
     * A packet divided into what goes to the broker and what the gateway answers.
     *
     * @param forBroker entries for the broker, in their order; possibly none
     * @param plan the answer
     */
    record Division<T>(List<T> forBroker, AnswerPlan plan) {}

    /**
     * @throws MqttViolation when a filter is none
     */
    Division<Subscribe.Entry> divide(Subscribe subscribe) {
        List<Subscribe.Entry> allowed = new ArrayList<>();
        List<Optional<ReasonCode>> codes = new ArrayList<>();
        for (Subscribe.Entry entry : subscribe.entries()) {
            Optional<String> filter = atBroker(entry.filter(), entry.noLocal());
            filter.ifPresent(text -> allowed.add(entry.on(text)));
            codes.add(filter.isPresent() ? Optional.empty() : Optional.of(denied));
        }
        return new Division<>(allowed, new AnswerPlan(codes));
    }

    /**
     * The broker is only asked about filters that it may know. Of the others it is true, and says nothing, that there
     * is no such subscription.
     *
     * @throws MqttViolation when a filter is none
     */
    Division<String> divide(Unsubscribe unsubscribe) {
        List<String> known = new ArrayList<>();
        List<Optional<ReasonCode>> codes = new ArrayList<>();
        for (String text : unsubscribe.filters()) {
            Optional<String> filter = atBroker(text, false);
            filter.ifPresent(known::add);
            codes.add(filter.isPresent() ? Optional.empty() : Optional.of(ReasonCode.NO_SUBSCRIPTION_EXISTED));
        }
        return new Division<>(known, new AnswerPlan(codes));
    }

    /**
     * @throws MqttViolation when the topic is none
     */
    boolean mayPublish(PublishHead publish) {
        return mayPublish(publish.topic(), publish.retain());
    }

    /**
     * @throws MqttViolation when the topic is none
     */
    boolean mayLeave(Optional<Will> will) {
        return will.isEmpty() || mayPublish(will.get().topic(), will.get().retain());
    }

    private boolean mayPublish(String topic, boolean retain) {
        try {
            return grant.rights().mayPublish(new TopicName(topic), retain);
        } catch (TopicSyntaxException e) {
            throw new MqttViolation(ReasonCode.TOPIC_NAME_INVALID, "a topic name that " + e.getMessage());
        }
    }

    /** The filter as the broker gets it; empty when it may not be subscribed to. */
    private Optional<String> atBroker(String text, boolean noLocal) {
        try {
            Optional<SharedSubscription> shared = SharedSubscription.of(text);
            if (shared.isEmpty()) {
                return grant.rights().maySubscribe(TopicFilter.of(text)) ? Optional.of(text) : Optional.empty();
            }
            if (noLocal) {
                throw MqttViolation.protocolError("No Local on a shared subscription"); // MQTT-3.8.3-4
            }
            TopicFilter inner = shared.get().filter();
            if (isShare(inner) || !grant.rights().maySubscribe(inner)) {
                return Optional.empty();
            }
            return Optional.of(shared.get()
                    .withName(ClientIds.shareName(grant.flowId(), shared.get().name())));
        } catch (TopicSyntaxException e) {
            throw MqttViolation.malformed("a topic filter that " + e.getMessage());
        }
    }

    /** A share within a share: what a broker makes of it is not to be found out. */
    private static boolean isShare(TopicFilter filter) {
        return filter.toString().equals("$share") || filter.toString().startsWith("$share/");
    }
}
