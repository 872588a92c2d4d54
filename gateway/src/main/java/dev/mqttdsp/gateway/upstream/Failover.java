package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.Broker;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries the hosts of a broker one after the other, until one of them takes MQTT. Belongs to one event loop. */
final class Failover {
    /** Until bytes of MQTT can be sent: names, TCP, TLS and WebSocket together, over all hosts. */
    private static final Duration WHOLE = Duration.ofSeconds(5);
    /** One host gets no more while others follow. */
    private static final long MOST_MILLIS = 2_000;

    private final Broker broker;
    private final Iterator<URI> hosts;
    private final boolean several;
    private final BrokerConnector connector;
    private final EventLoop loop;
    private final Promise<BrokerLink> result;
    private final Share share;
    private final List<String> failures = new ArrayList<>();

    /**
     * Begins with {@link #next}.
     *
     * @param hosts in the order in which they are tried
     * @param result fails when none works, and when it takes too long
     */
    Failover(Broker broker, List<URI> hosts, BrokerConnector connector, EventLoop loop, Promise<BrokerLink> result) {
        this.broker = broker;
        this.hosts = hosts.iterator();
        this.several = hosts.size() > 1;
        this.connector = connector;
        this.loop = loop;
        this.result = result;
        this.share = new Share(WHOLE, hosts.size());
    }

    /** Tries the next host. */
    void next() {
        URI host = hosts.next();
        long millis = hosts.hasNext() ? Math.min(MOST_MILLIS, share.nextMillis()) : share.nextMillis();
        Promise<BrokerLink> attempt = loop.newPromise();
        var limit = loop.schedule(() -> attempt.tryFailure(late(millis)), millis, TimeUnit.MILLISECONDS);
        attempt.addListener((Future<BrokerLink> done) -> {
            limit.cancel(false);
            if (done.isSuccess()) {
                result.setSuccess(done.getNow());
            } else {
                failed(host, done.cause());
            }
        });
        connector.attempt(loop, broker, host, Duration.ofMillis(millis), attempt);
    }

    private static BrokerUnreachableException late(long millis) {
        return new BrokerUnreachableException("no connection within " + millis + " ms");
    }

    private void failed(URI host, Throwable cause) {
        failures.add(host + ": " + cause);
        if (hosts.hasNext()) {
            next();
        } else {
            result.setFailure(several ? new BrokerUnreachableException(String.join("; ", failures)) : cause);
        }
    }
}
