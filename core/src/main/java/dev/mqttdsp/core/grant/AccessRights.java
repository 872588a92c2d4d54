package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.core.topic.TopicName;
import java.util.List;

/**
 * What a grant allows.
 *
 * @param topics what is granted; empty leaves it to the broker, commands to it excepted
 * @param permission whether topics may be received, sent, or both
 * @param retain whether sent messages may be retained
 * @param dialect how the broker reads topics
 */
public record AccessRights(List<TopicFilter> topics, Permission permission, boolean retain, BrokerDialect dialect) {

    public AccessRights {
        topics = List.copyOf(topics);
    }

    /** Whether everything that the filter matches may be received. */
    public boolean maySubscribe(TopicFilter filter) {
        return permission.subscribes()
                && (topics.isEmpty()
                        ? !filter.isCommand()
                        : topics.stream().anyMatch(granted -> granted.contains(filter, dialect)));
    }

    /** Whether a message, also one left as a will, may be sent. */
    public boolean mayPublish(TopicName topic, boolean retained) {
        return permission.publishes()
                && (!retained || retain)
                && (topics.isEmpty()
                        ? !topic.isCommand()
                        : topics.stream().anyMatch(granted -> granted.matches(topic, dialect)));
    }
}
