package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.Broker;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Connects to brokers over {@code mqtt}, {@code mqtts}, {@code ws} and {@code wss}. Thread safe. */
public final class BrokerConnector implements AutoCloseable {
    private static final int LOOKUP_THREADS = 4;
    private static final int LOOKUPS_WAITING = 1_000;

    private final Class<? extends SocketChannel> channelType;
    private final TlsCache tls;
    private final PreferredHosts preferred = new PreferredHosts();
    /** Names, secrets and files are looked up here: that may block, and an event loop may not. */
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(
            LOOKUP_THREADS,
            LOOKUP_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LOOKUPS_WAITING),
            new DefaultThreadFactory("mqtt-dsp-broker-lookup", true));

    /**
     * Nothing is connected yet.
     *
     * @param channelType sockets of the event loops' kind
     * @param clock tells when a certificate ends
     */
    public BrokerConnector(Class<? extends SocketChannel> channelType, Clock clock) {
        this.channelType = channelType;
        this.tls = new TlsCache(clock);
    }

    /** Looks whether files of certificates have changed, for new connections. May block. */
    public void lookAtFiles() {
        tls.look();
    }

    /**
     * Connects to a broker: to the host of it that worked last, else to the others in their order.
     *
     * @param loop serves the new channel, and completes the future
     * @return fails within 5 seconds, with a cause that is for the operator only
     */
    public Future<BrokerLink> connect(EventLoop loop, Broker broker) {
        Promise<BrokerLink> result = loop.newPromise();
        List<URI> hosts = preferred.order(broker);
        loop.execute(() -> new Failover(broker, hosts, this, loop, result).next());
        result.addListener(done -> {
            if (done.isSuccess()) {
                preferred.works(broker, result.getNow().host());
            }
        });
        return result;
    }

    /** That host took a connection and did not serve it: further attempts begin with the next one, if there is one. */
    public void avoid(Broker broker, URI host) {
        preferred.avoid(broker, host);
    }

    /**
     * Tries the addresses of one host.
     *
     * @param result fails when none of them works; somebody else limits the time
     */
    void attempt(EventLoop loop, Broker broker, URI host, Duration time, Promise<BrokerLink> result) {
        try {
            lookups.execute(() -> lookUp(loop, broker, host, time, result));
        } catch (RejectedExecutionException e) {
            result.tryFailure(new BrokerUnreachableException("too many lookups wait"));
        }
    }

    private void lookUp(EventLoop loop, Broker broker, URI host, Duration time, Promise<BrokerLink> result) {
        try {
            Destination destination = Destination.of(broker, host, tls);
            result.addListener(done -> destination.close());
            loop.execute(() -> new ConnectAttempt(loop, channelType, destination, result, time).next());
        } catch (Exception e) {
            result.tryFailure(e);
        }
    }

    /** How many connections wait for a lookup. */
    public int waiting() {
        return lookups.getQueue().size();
    }

    /** Releases what is kept for further connections. */
    @Override
    public void close() {
        lookups.shutdownNow();
        tls.close();
    }
}
