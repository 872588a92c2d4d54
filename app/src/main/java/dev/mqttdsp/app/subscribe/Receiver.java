package dev.mqttdsp.app.subscribe;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.ConnectorException.Code;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Subscription;
import dev.mqttdsp.client.TokenKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;

/**
 * Receives a transfer's messages as long as the transfer lasts. Its token is kept fresh, so a connection outlives it; and a
 * connection that ends is opened anew, with the data address that counts then, so a suspension is a pause.
 */
public final class Receiver {
    private static final Duration LONG_POLL = Duration.ofSeconds(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 8;

    private final Connector connector;
    private final String transfer;
    private final List<String> topics;
    private final Optional<TrustManagerFactory> trust;
    private final MessagePrinter printer;
    private final Consumer<String> say;

    /**
     * @param topics what to subscribe to; empty for what was granted
     * @param trust who may have signed the gateway's certificate; empty for the JVM's authorities
     * @param say told what happens, for the user's eyes
     */
    public Receiver(
            Connector connector,
            String transfer,
            List<String> topics,
            Optional<TrustManagerFactory> trust,
            MessagePrinter printer,
            Consumer<String> say) {
        this.connector = connector;
        this.transfer = transfer;
        this.topics = List.copyOf(topics);
        this.trust = trust;
        this.printer = printer;
        this.say = say;
    }

    /**
     * Returns when the printer has had enough.
     *
     * @throws ConnectorException when the first connection does not come about, when the transfer has ended, or when a
     *     lost connection does not come back
     */
    public void run() throws InterruptedException {
        receive(connector.dataAddress(transfer, LONG_POLL));
        int failures = 0;
        while (!printer.done().isDone()) {
            try {
                Optional<MqttDataAddress> address = connector.pollDataAddress(transfer, LONG_POLL);
                if (address.isPresent()) {
                    receive(address.get());
                    failures = 0;
                }
            } catch (ConnectorException e) {
                if (e.code() == Code.ENDED || ++failures == ATTEMPTS) {
                    throw e;
                }
                Duration pause = Duration.ofMillis(250L << failures);
                TimeUnit.MILLISECONDS.sleep(Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()));
            }
        }
    }

    /** One connection, until there were enough messages or it has ended. */
    private void receive(MqttDataAddress address) {
        List<String> filters = topics.isEmpty() ? address.topics() : topics;
        if (filters.isEmpty()) {
            throw new FailedException("the offer names no topic: say with --topic what to subscribe to");
        }
        try (Subscription subscription = Subscription.open(address, filters, trust, printer)) {
            say.accept("connected to " + address.url() + ", subscribed to " + String.join(", ", filters));
            CompletableFuture<String> ended = subscription.ended().toCompletableFuture();
            TokenKeeper keeper = TokenKeeper.keep(connector, transfer, address);
            try {
                CompletableFuture.anyOf(printer.done(), ended).join();
            } finally {
                keeper.close();
            }
            if (!printer.done().isDone()) {
                say.accept("the connection has ended: " + ended.join());
            }
        }
    }
}
