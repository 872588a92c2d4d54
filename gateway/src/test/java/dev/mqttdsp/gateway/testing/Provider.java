package dev.mqttdsp.gateway.testing;

import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.FetchedTokens;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.HandOut;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.core.grant.PublicEndpoints;
import dev.mqttdsp.core.grant.RefreshOutcome;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.core.grant.StartOutcome;
import dev.mqttdsp.core.grant.StartOutcome.Started;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.topic.TopicFilter;
import dev.mqttdsp.gateway.Access;
import dev.mqttdsp.gateway.Doors;
import dev.mqttdsp.gateway.Gateway;
import dev.mqttdsp.gateway.GatewaySettings;
import dev.mqttdsp.gateway.Leftovers;
import dev.mqttdsp.gateway.limit.Limit;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import dev.mqttdsp.gateway.tls.CertificateWatch.Renewal;
import dev.mqttdsp.gateway.tls.TlsFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A provider with a gateway, whose grants are core's own. */
public final class Provider implements AutoCloseable {
    private static final PublicEndpoints ENDPOINTS = new PublicEndpoints(
            URI.create("wss://localhost/mqtt"), URI.create("mqtts://localhost"), URI.create("https://localhost/token"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final InMemoryGrantStore store = new InMemoryGrantStore();
    public final TlsFiles tls;
    public final Grants grants;
    /** What the gateway has told so far. */
    public final List<AccessEvent> events = new CopyOnWriteArrayList<>();

    /** Everything that the gateway measures. */
    public final MeterRegistry meters = new SimpleMeterRegistry();

    public final Gateway gateway;
    /** Signs its tokens. */
    public final SigningKey key = SigningKey.generate();

    private final Map<String, FlowRequest> requests = new ConcurrentHashMap<>();

    public Provider(Path directory) throws IOException {
        this(new Plan(directory));
    }

    public Provider(Path directory, Duration tokenLife, Duration sessionMax) throws IOException {
        this(new Plan(directory).tokenLife(tokenLife).sessionMax(sessionMax));
    }

    public Provider(Path directory, Duration tokenLife, Duration sessionMax, int unauthenticated) throws IOException {
        this(new Plan(directory)
                .tokenLife(tokenLife)
                .sessionMax(sessionMax)
                .limit(Limit.UNAUTHENTICATED, unauthenticated));
    }

    /** A provider whose door is not its grants alone. */
    public Provider(Path directory, Function<Grants, Admissions> door) throws IOException {
        this(new Plan(directory).door(door));
    }

    public Provider(Plan plan) throws IOException {
        tls = TlsFiles.loadOrCreate(plan.directory, "localhost");
        List<CertificateFiles> shown = plan.certificates.isEmpty()
                ? List.of(new CertificateFiles(tls.certificate(), tls.key()))
                : plan.certificates;
        grants = grants(store, key, plan.tokenLife, plan.keepSessions);
        gateway = Gateway.start(
                new GatewaySettings(
                        new Doors(plan.bind, 0, plan.tlsPort, shown, Renewal.NONE, plan.proxies),
                        plan.sessionFile(),
                        plan.sessionMax,
                        plan.goodbye,
                        plan.limits,
                        plan.mqtt),
                new Access(
                        plan.door.apply(grants),
                        grants,
                        store,
                        new Brokers(plan.brokers),
                        events::add,
                        key::publicJwks),
                meters);
    }

    /** TLS that trusts this provider's authority and nobody else. */
    public SSLContext trust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts this provider's authority and nobody else. */
    public TrustManagerFactory trustManagers() {
        try (InputStream ca = Files.newInputStream(tls.ca())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token for a flow of this provider that another key has signed. */
    public String forge(String flowId, SigningKey signing) {
        FlowRequest request = requests.get(flowId);
        return token(grants(new InMemoryGrantStore(), signing, Duration.ofMinutes(5), false)
                        .start(request))
                .accessToken()
                .value();
    }

    private static Grants grants(
            InMemoryGrantStore store, SigningKey signing, Duration tokenLife, boolean keepSessions) {
        Clock clock = Clock.systemUTC();
        IssuedTokens issued = new IssuedTokens(1_000, clock);
        return new Grants(
                store,
                HandOut.of(
                        signing,
                        issued,
                        new FetchedTokens((source, secret) -> null, alias -> null, store, Runnable::run, clock),
                        alias -> null,
                        ENDPOINTS,
                        tokenLife,
                        clock),
                new TokenVerifier("provider", signing, issued, Runnable::run, clock),
                Barred.nobody(),
                RefreshRules.NONE,
                AccessEvents.NONE,
                clock,
                keepSessions);
    }

    /** Exchanges a refresh token. */
    public RefreshOutcome refresh(String token) {
        return grants.refresh(token, Optional.empty(), "").toCompletableFuture().join();
    }

    /** Starts a flow that may receive from those topics, and gives its token. */
    public String subscriber(String flowId, Broker broker, String... topics) {
        return start(flowId, broker, Permission.SUBSCRIBE, false, topics);
    }

    /** Starts a flow and gives its token. */
    public String start(String flowId, Broker broker, Permission permission, boolean retain, String... topics) {
        return start(flowId, broker, permission, retain, Instant.MAX, topics);
    }

    /** Starts a flow of a contract that ends, and gives its token. */
    public String start(
            String flowId,
            Broker broker,
            Permission permission,
            boolean retain,
            Instant contractEnd,
            String... topics) {
        MqttAddress address = new MqttAddress(
                broker,
                EndpointType.TLS,
                Route.GATEWAY,
                new CredentialSource.SignedToken(),
                List.of(topics).stream().map(TopicFilter::of).toList(),
                permission,
                retain);
        FlowRequest request =
                new FlowRequest(flowId, "provider", "consumer", "agreement", "asset", address, contractEnd);
        requests.put(flowId, request);
        return token(grants.start(request)).accessToken().value();
    }

    /** The refresh token of a flow that is open. */
    public String refreshToken(String flowId) {
        return token(grants.start(requests.get(flowId))).refreshToken();
    }

    /** Starts a flow whose consumer logs in by name, which is the flow's, and password, and gives that. */
    public String password(String flowId, Broker broker, String topic) {
        MqttAddress address = new MqttAddress(
                broker,
                EndpointType.TLS,
                Route.GATEWAY,
                new CredentialSource.MadePassword(),
                List.of(TopicFilter.of(topic)),
                Permission.SUBSCRIBE,
                false);
        StartOutcome outcome = grants.start(
                new FlowRequest(flowId, "provider", "consumer", "agreement", "asset", address, Instant.MAX));
        return ((ConsumerCredential.Login) ((Started) outcome).address().credential()).password();
    }

    /** Resumes a flow and gives its new token. */
    public String resume(String flowId) {
        return token(grants.resume(requests.get(flowId))).accessToken().value();
    }

    private static ConsumerCredential.Token token(StartOutcome outcome) {
        return (ConsumerCredential.Token) ((Started) outcome).address().credential();
    }

    /** Fails unless, with all clients gone, their channels and timers are gone from the gateway as well, or go soon. */
    public void assertNothingLeft() {
        await("what sessions leave behind")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Leftovers.of(gateway), List::isEmpty);
    }

    /** Closes the gateway, of which all clients have to be gone; a test that stops it under them closes that itself. */
    @Override
    public void close() {
        try {
            assertNothingLeft();
        } finally {
            gateway.close();
        }
    }
}
