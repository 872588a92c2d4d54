package dev.mqttdsp.core.broker;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The broker entries of one configuration, found by name or by URL. */
public final class Brokers {
    private static final Map<String, String> SYNONYMS = Map.of("tcp", "mqtt", "ssl", "mqtts");

    private final Map<String, Broker> byName = new LinkedHashMap<>();
    private final Map<String, Broker> byUrl = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException when two entries have one name, or one URL: which login applies would be chance
     */
    public Brokers(Collection<Broker> entries) {
        for (Broker broker : entries) {
            if (byName.put(broker.name(), broker) != null) {
                throw new IllegalArgumentException("two broker entries are named '" + broker.name() + "'");
            }
            broker.urls().forEach(url -> enter(url, broker));
        }
    }

    private void enter(URI url, Broker broker) {
        Broker other = byUrl.put(normal(url), broker.from(url));
        if (other != null) {
            throw new IllegalArgumentException(
                    other.name().equals(broker.name())
                            ? "the broker entry '" + broker.name() + "' has the same url twice"
                            : "the broker entries '" + other.name() + "' and '" + broker.name()
                                    + "' have the same url");
        }
    }

    /** The entry of that name. */
    public Optional<Broker> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The entry with that URL, and that URL as its first, else a broker without an entry. */
    public Broker at(URI url) {
        Broker entry = byUrl.get(normal(url));
        return entry != null ? entry : Broker.at(url);
    }

    /** Names of all entries, sorted. */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * Scheme and host in lower case, one name for schemes that mean the same, the default port filled in, no trailing
     * slash: what differs is another broker.
     */
    private static String normal(URI url) {
        String scheme = SYNONYMS.getOrDefault(
                url.getScheme().toLowerCase(Locale.ROOT), url.getScheme().toLowerCase(Locale.ROOT));
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : BrokerUrls.defaultPort(scheme);
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return scheme + "://" + host + ":" + port + path + query;
    }
}
