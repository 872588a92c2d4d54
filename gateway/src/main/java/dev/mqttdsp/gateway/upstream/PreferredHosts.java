package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.Broker;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which host of a broker worked last, so that a dead one does not cost each connection its time. Remembers one host for each
 * broker entry that has several. Thread safe.
 */
final class PreferredHosts {
    private final ConcurrentMap<String, URI> byBroker = new ConcurrentHashMap<>();

    /** The hosts of a broker in the order in which they are to be tried. */
    List<URI> order(Broker broker) {
        List<URI> hosts = new ArrayList<>(broker.urls());
        int first = hosts.indexOf(byBroker.get(broker.name()));
        if (first > 0) {
            hosts.add(0, hosts.remove(first));
        }
        return hosts;
    }

    /** That host takes connections. */
    void works(Broker broker, URI host) {
        if (!broker.alternatives().isEmpty()) {
            byBroker.put(broker.name(), host);
        }
    }

    /** That host is of no use; one that was preferred meanwhile stays so. */
    void avoid(Broker broker, URI host) {
        List<URI> hosts = new ArrayList<>(broker.urls());
        int place = hosts.indexOf(host);
        if (place >= 0 && hosts.size() > 1) {
            Collections.rotate(hosts, -place - 1);
            byBroker.replace(broker.name(), host, hosts.get(0));
        }
    }
}
