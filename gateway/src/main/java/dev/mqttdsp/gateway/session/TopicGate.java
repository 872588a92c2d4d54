package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.topic.SharedSubscription;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicName;
import dev.mqttdsp.core.topic.TopicSyntaxException;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.MqttViolation;
import dev.mqttdsp.gateway.mqtt.PublishHead;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import dev.mqttdsp.gateway.mqtt.Subscribe;
import dev.mqttdsp.gateway.mqtt.Unsubscribe;
import dev.mqttdsp.gateway.mqtt.Will;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges one client's topics and filters by the rights of its grant. */
final class TopicGate {
    private final Grant grant;
    private final MqttVersion version;
    private final int mostFilters;
    private final int mostLevels;
    /** What the broker was asked for, as it got to see it. */
    private final Set<String> subscribed = new HashSet<>();

    TopicGate(Grant grant, MqttVersion version, Limits limits) {
        this.grant = grant;
        this.version = version;
        this.mostFilters = limits.of(Limit.FILTERS);
        this.mostLevels = limits.of(Limit.LEVELS);
    }

    /**
     * A packet divided into what goes to the broker and what the gateway answers.
     *
     * @param forBroker entries for the broker, in their order; possibly none
     * @param plan the answer
     * @param refused what may not be subscribed to
     */
    record Division<T>(List<T> forBroker, AnswerPlan plan, List<Refused> refused) {}

    /** A filter that may not be subscribed to, and why. */
    record Refused(String filter, Cause cause) {}

    /**
     * @throws MqttViolation when a filter is none
     */
    Division<Subscribe.Entry> divide(Subscribe subscribe) {
        List<Subscribe.Entry> allowed = new ArrayList<>();
        List<Optional<ReasonCode>> codes = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Subscribe.Entry entry : subscribe.entries()) {
            Optional<String> filter = atBroker(entry.filter(), entry.noLocal());
            Optional<Cause> cause = filter.isPresent() ? noPlace(filter.get()) : Optional.of(whyNot(entry.filter()));
            if (cause.isEmpty()) {
                allowed.add(entry.on(filter.get()));
            } else {
                refused.add(new Refused(entry.filter(), cause.get()));
            }
            codes.add(cause.map(this::code));
        }
        return new Division<>(allowed, new AnswerPlan(codes), refused);
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
        known.forEach(subscribed::remove);
        return new Division<>(known, new AnswerPlan(codes), List.of());
    }

    /**
     * Why a message may not be sent, if it may not.
     *
     * @throws MqttViolation when the topic is none
     */
    Optional<Cause> refusal(PublishHead publish) {
        if (isTooDeep(publish.topic())) {
            return Optional.of(Cause.TOO_MANY_LEVELS);
        }
        return mayPublish(publish.topic(), publish.retain())
                ? Optional.empty()
                : Optional.of(Cause.PUBLISH_NOT_GRANTED);
    }

    /**
     * @throws MqttViolation when the topic is none
     */
    boolean mayLeave(Optional<Will> will) {
        return will.isEmpty()
                || (!isTooDeep(will.get().topic())
                        && mayPublish(will.get().topic(), will.get().retain()));
    }

    /** What a client is told that wanted what it may not; 3.1.1 knows one failure in a SUBACK (3.1.1 §3.9.3). */
    ReasonCode code(Cause cause) {
        if (version == MqttVersion.V3) {
            return ReasonCode.UNSPECIFIED;
        }
        return cause == Cause.TOO_MANY_FILTERS || cause == Cause.TOO_MANY_LEVELS
                ? ReasonCode.QUOTA_EXCEEDED
                : ReasonCode.NOT_AUTHORIZED;
    }

    private boolean mayPublish(String topic, boolean retain) {
        try {
            return grant.rights().mayPublish(new TopicName(topic), retain);
        } catch (TopicSyntaxException e) {
            throw new MqttViolation(ReasonCode.TOPIC_NAME_INVALID, "a topic name that " + e.getMessage());
        }
    }

    private Optional<Cause> noPlace(String filter) {
        if (subscribed.size() >= mostFilters && !subscribed.contains(filter)) {
            return Optional.of(Cause.TOO_MANY_FILTERS);
        }
        subscribed.add(filter);
        return Optional.empty();
    }

    private Cause whyNot(String filter) {
        return isTooDeep(filter) ? Cause.TOO_MANY_LEVELS : Cause.SUBSCRIBE_NOT_GRANTED;
    }

    /** Levels are counted before anything is made of them. */
    private boolean isTooDeep(String text) {
        return text.length() >= mostLevels && text.chars().filter(c -> c == '/').count() >= mostLevels;
    }

    /** The filter as the broker gets it; empty when it may not be subscribed to. */
    private Optional<String> atBroker(String text, boolean noLocal) {
        if (isTooDeep(text)) {
            return Optional.empty();
        }
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
