package dev.mqttdsp.app.runtime;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.app.metrics.MetricsPort;
import dev.mqttdsp.app.metrics.ProcessMeters;
import dev.mqttdsp.app.secret.Secrets;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.replica.Replica;
import dev.mqttdsp.core.token.SignatureChecks;
import dev.mqttdsp.edc.PublicGateway;
import dev.mqttdsp.edc.audit.AccessRecords;
import dev.mqttdsp.edc.settings.ApartSettings;
import dev.mqttdsp.edc.settings.BrokerEntries;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.Tokens;
import dev.mqttdsp.gateway.feed.FeedClient;
import dev.mqttdsp.gateway.feed.FeedOrigin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.system.configuration.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway without a connector in its process: what it knows of access comes from the connector's feed. */
public final class GatewayRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRuntime.class);

    /** What has been started, the last first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private final CountDownLatch stopped = new CountDownLatch(1);

    private GatewayRuntime() {}

    /**
     * Starts a gateway; it ends with the process. Waits for the connector until that has told of all grants: the ports
     * open after that.
     *
     * @throws FailedException when the configuration is unusable or a part does not start
     */
    public static GatewayRuntime start(Path file) throws InterruptedException {
        ConfigFile config = ConfigFile.read(file);
        if (config.usesHashicorpVault()) {
            throw new FailedException(ConfigFile.HASHICORP_URL + " of " + file
                    + ": a gateway has its secrets in its data directory; accepted: nothing");
        }
        config.trusted().ifPresent(pem -> JvmTrust.extend(pem, config.dataDirectory()));
        GatewayRuntime runtime = new GatewayRuntime();
        Runtime.getRuntime().addShutdownHook(new Thread(runtime::close, "gateway-shutdown"));
        try {
            runtime.open(config);
            return runtime;
        } catch (EdcException e) {
            throw new FailedException("the gateway does not start: " + e.getMessage(), e);
        }
    }

    private void open(ConfigFile file) throws InterruptedException {
        Config config = file.toEdc();
        Clock clock = Clock.systemUTC();
        Monitor monitor = new LoggingMonitor();
        FileVault vault = new FileVault(Secrets.in(file.dataDirectory(), System.getenv()));
        MqttSettings settings = MqttSettings.read(config);
        ApartSettings apart = ApartSettings.read(config, vault::resolveSecret);
        Brokers brokers = BrokerEntries.read(config, vault::resolveSecret);

        ExecutorService signatureChecks = closing(new SignatureChecks(), ExecutorService::shutdownNow);
        Replica replica = new Replica(brokers, signatureChecks, clock, System::nanoTime);
        LOG.info("waiting for the feed at {}", apart.feed());
        FeedClient feed = FeedClient.start(
                new FeedOrigin(apart.feed(), apart.ca(), () -> vault.resolveSecret(apart.secretAlias())), replica);
        closing(feed, FeedClient::close);
        awaitGrants(replica);

        ProcessMeters meters = closing(new ProcessMeters(), ProcessMeters::close);
        AccessRecords records = AccessRecords.open(config, replica.participant(), meters.registry(), monitor, clock);
        closing(records, AccessRecords::close);
        Tokens tokens = new Tokens.Forwarded(apart.tokenEndpoint(), trust(apart, file));
        Gateway gateway = PublicGateway.start(
                settings,
                new Access(replica, tokens, replica.grants(), brokers, records.events(), replica::jwks),
                meters.registry(),
                monitor);
        apart.metrics()
                .ifPresent(address ->
                        closing(metricsPort(address, meters, gateway, records, replica), MetricsPort::close));
        closing(gateway, Gateway::close);
    }

    private static MetricsPort metricsPort(
            InetSocketAddress address, ProcessMeters meters, Gateway gateway, AccessRecords records, Replica replica) {
        try {
            return MetricsPort.open(address, meters.registry(), () -> gateway.notReady()
                    .or(() -> replica.isSilent() ? Optional.of("the feed is silent") : Optional.empty())
                    .or(() -> Optional.ofNullable(records.readiness().getFailure())
                            .map(failure -> failure.getFailureDetail())));
        } catch (IOException e) {
            throw new EdcException(
                    ApartSettings.METRICS_PORT + ": " + address + " cannot be had: " + e.getMessage(), e);
        }
    }

    private static TrustedAuthorities trust(ApartSettings apart, ConfigFile file) {
        return apart.ca().isPresent()
                ? new TrustedAuthorities(ApartSettings.CA, apart.ca(), LOG::warn)
                : new TrustedAuthorities(file.trusted(), LOG::warn);
    }

    private static void awaitGrants(Replica replica) throws InterruptedException {
        try {
            replica.complete().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a feed fails, but waiting for it does not", e);
        }
    }

    /** Something that is to be closed when all of this is, unless it is already. */
    private synchronized <T> T closing(T part, Consumer<T> close) {
        started.push(() -> close.accept(part));
        return part;
    }

    /** Waits until the process is told to end. */
    public void awaitShutdown() throws InterruptedException {
        stopped.await();
    }

    /** Ends every session in good order, writes what is to be written, and lets go of the connector. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the gateway did not stop as it should: {}", e.toString());
            }
        }
        stopped.countDown();
    }
}
