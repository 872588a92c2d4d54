package dev.mqttdsp.core.broker;

import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * A broker behind the gateway.
 *
 * @param name the entry's name in the configuration; the URL where there is no entry
 * @param url {@code mqtt}, {@code mqtts}, {@code ws} or {@code wss}, as the gateway reaches it; never with a login
 * @param alternatives where it is as well, with the same scheme, to be tried when {@code url} does not work
 * @param login how the gateway logs in
 * @param topics what may be offered of this broker at all; empty means anything
 * @param unrestricted whether an offer without a topic is accepted, which then reaches whatever the login reaches
 * @param dialect how the broker reads topics
 */
public record Broker(
        String name,
        URI url,
        List<URI> alternatives,
        BrokerLogin login,
        List<TopicFilter> topics,
        boolean unrestricted,
        BrokerDialect dialect) {

    /**
     * @throws IllegalArgumentException when a URL holds a login, which would show up wherever the URL does, or when there
     *     are several schemes
     */
    public Broker {
        for (URI one : all(url, alternatives)) {
            if (one.getRawAuthority() != null && one.getRawAuthority().indexOf('@') >= 0) {
                throw new IllegalArgumentException("the url of a broker has to be without a login");
            }
            if (!one.getScheme().equalsIgnoreCase(url.getScheme())) {
                throw new IllegalArgumentException("the urls of a broker have to have one scheme");
            }
        }
        alternatives = List.copyOf(alternatives);
        topics = List.copyOf(topics);
    }

    /** A broker that is in one place. */
    public Broker(
            String name,
            URI url,
            BrokerLogin login,
            List<TopicFilter> topics,
            boolean unrestricted,
            BrokerDialect dialect) {
        this(name, url, List.of(), login, topics, unrestricted, dialect);
    }

    /** A broker that no entry describes: anonymous, and read as cautiously as the most peculiar brand demands. */
    public static Broker at(URI url) {
        return new Broker(url.toString(), url, BrokerLogin.anonymous(), List.of(), false, BrokerDialect.UNKNOWN);
    }

    /** Everywhere it is, {@code url} first. */
    public List<URI> urls() {
        return all(url, alternatives);
    }

    /** The same broker with one of its URLs first. */
    Broker from(URI first) {
        if (first.equals(url)) {
            return this;
        }
        List<URI> others = urls().stream().filter(one -> !one.equals(first)).toList();
        return new Broker(name, first, others, login, topics, unrestricted, dialect);
    }

    private static List<URI> all(URI first, List<URI> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** Whether every topic of that filter may be offered. */
    public boolean offers(TopicFilter filter) {
        return topics.isEmpty() || topics.stream().anyMatch(allowed -> allowed.contains(filter, dialect));
    }
}
