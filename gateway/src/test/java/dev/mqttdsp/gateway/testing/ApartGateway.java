package dev.mqttdsp.gateway.testing;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.core.token.SignatureChecks;
import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Doors;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.Tokens;
import dev.mqttdsp.gateway.feed.FeedClient;
import dev.mqttdsp.gateway.feed.FeedOrigin;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** A gateway that knows of a provider's grants by a feed alone, with the provider's certificate. */
public final class ApartGateway implements AutoCloseable {
    /** What the gateway has told so far. */
    public final List<AccessEvent> events = new CopyOnWriteArrayList<>();

    public final Replica replica;
    public final Gateway gateway;
    private final AtomicLong ahead = new AtomicLong();
    private final ExecutorService signatureChecks = new SignatureChecks();
    private final FeedClient client;

    /**
     * Starts it; its ports are open when this returns.
     *
     * @param directory its own
     */
    public ApartGateway(Path directory, Provider provider, int feedPort, String secret, Broker... brokers)
            throws IOException {
        Brokers entries = new Brokers(List.of(brokers));
        replica = new Replica(entries, signatureChecks, Clock.systemUTC(), () -> System.nanoTime() + ahead.get());
        client = FeedClient.start(
                new FeedOrigin(
                        URI.create("https://localhost:" + feedPort + "/feed"),
                        Optional.of(provider.tls.ca()),
                        () -> secret),
                replica);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> replica.complete().toCompletableFuture().isDone());
        gateway = Gateway.start(
                new GatewaySettings(
                        new Doors(List.of("127.0.0.1"), 0, 0, provider.tls.certificate(), provider.tls.key()),
                        new Plan(directory).sessionFile(),
                        Duration.ofDays(1)),
                new Access(
                        replica,
                        new Tokens.Forwarded(
                                URI.create("https://localhost:" + provider.gateway.webPort() + "/token"),
                                new TrustedAuthorities(Optional.of(provider.tls.ca()), warning -> {})),
                        replica.grants(),
                        entries,
                        events::add,
                        replica::jwks),
                new CompositeMeterRegistry());
    }

    /** Has the gateway believe that so much more time has passed. */
    public void passes(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        gateway.close();
        client.close();
        signatureChecks.shutdownNow();
    }
}
