package dev.mqttdsp.core.broker;

import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.List;

/**
 * A broker behind the gateway.
 *
 * @param name the entry's name in the configuration; the URL where there is no entry
 * @param url {@code mqtt}, {@code mqtts}, {@code ws} or {@code wss}, as the gateway reaches it; never with a login
 * @param login how the gateway logs in
 * @param topics what may be offered of this broker at all; empty means anything
 * @param unrestricted whether an offer without a topic is accepted, which then reaches whatever the login reaches
 * @param dialect how the broker reads topics
 */
public record Broker(
        String name,
        URI url,
        BrokerLogin login,
        List<TopicFilter> topics,
        boolean unrestricted,
        BrokerDialect dialect) {

    /**
     * @throws IllegalArgumentException when the URL holds a login, which would show up wherever the URL does
     */
    public Broker {
        if (url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0) {
            throw new IllegalArgumentException("the url of a broker has to be without a login");
        }
        topics = List.copyOf(topics);
    }

    /** A broker that no entry describes: anonymous, and read as cautiously as the most peculiar brand demands. */
    public static Broker at(URI url) {
        return new Broker(url.toString(), url, BrokerLogin.anonymous(), List.of(), false, BrokerDialect.UNKNOWN);
    }

    /** Whether every topic of that filter may be offered. */
    public boolean offers(TopicFilter filter) {
        return topics.isEmpty() || topics.stream().anyMatch(allowed -> allowed.contains(filter, dialect));
    }
}
