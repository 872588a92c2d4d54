package dev.mqttdsp.gateway.upstream;

import dev.mqttdsp.core.broker.Broker;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Connects to brokers over {@code mqtt}, {@code mqtts}, {@code ws} and {@code wss}. Thread safe. */
public final class BrokerConnector implements AutoCloseable {
    /** Until bytes of MQTT can be sent: name, TCP, TLS and WebSocket together. */
    private static final int CONNECT_SECONDS = 5;

    private static final int LOOKUP_THREADS = 4;
    private static final int LOOKUPS_WAITING = 1_000;

    private final Class<? extends SocketChannel> channelType;
    private final TlsCache tls;
    /** Names, secrets and files are looked up here: that may block, and an event loop may not. */
    private final ExecutorService lookups = new ThreadPoolExecutor(
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
     * Connects to a broker.
     *
     * @param loop serves the new channel, and completes the future
     * @return fails within 5 seconds, with a cause that is for the operator only
     */
    public Future<BrokerLink> connect(EventLoop loop, Broker broker) {
        Promise<BrokerLink> result = loop.newPromise();
        var limit = loop.schedule(
                () -> result.tryFailure(
                        new BrokerUnreachableException("no connection within " + CONNECT_SECONDS + " s")),
                CONNECT_SECONDS,
                TimeUnit.SECONDS);
        result.addListener(done -> limit.cancel(false));
        try {
            lookups.execute(() -> lookUp(loop, broker, result));
        } catch (RejectedExecutionException e) {
            result.tryFailure(new BrokerUnreachableException("too many lookups wait"));
        }
        return result;
    }

    private void lookUp(EventLoop loop, Broker broker, Promise<BrokerLink> result) {
        try {
            Destination destination = Destination.of(broker, tls);
            result.addListener(done -> destination.close());
            loop.execute(() -> new ConnectAttempt(loop, channelType, destination, result).next());
        } catch (Exception e) {
            result.tryFailure(e);
        }
    }

    /** Releases what is kept for further connections. */
    @Override
    public void close() {
        lookups.shutdownNow();
        tls.close();
    }
}
