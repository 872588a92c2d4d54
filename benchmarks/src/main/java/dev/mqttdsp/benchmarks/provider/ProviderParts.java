package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.core.audit.AccessCounters;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.grant.FetchedTokens;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.HandOut;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.core.grant.PublicEndpoints;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.gateway.Access;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A provider without a connector, put together as the connector does it.
 *
 * @param grants what flows begin and end at
 * @param access what the gateway asks
 */
record ProviderParts(Grants grants, Access access) {
    static final String PARTICIPANT = "provider";
    /** As many as a connector has. */
    private static final int REMEMBERED_TOKENS = 100_000;
    /** As many as a connector lets wait, for its one thread. */
    private static final int WAITING_VERIFICATIONS = 256;
    /** No benchmark takes so long that a token would have to be refreshed. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private static final PublicEndpoints ENDPOINTS = new PublicEndpoints(
            URI.create("wss://localhost/mqtt"), URI.create("mqtts://localhost"), URI.create("https://localhost/token"));

    /** Puts one together, with a key of its own. */
    static ProviderParts create() {
        Clock clock = Clock.systemUTC();
        SigningKey key = SigningKey.generate();
        InMemoryGrantStore store = new InMemoryGrantStore();
        IssuedTokens issued = new IssuedTokens(REMEMBERED_TOKENS, clock);
        FetchedTokens fetched = new FetchedTokens((source, secret) -> null, alias -> null, store, Runnable::run, clock);
        Grants grants = new Grants(
                store,
                HandOut.of(key, issued, fetched, alias -> null, ENDPOINTS, TOKEN_LIFE, clock),
                new TokenVerifier(PARTICIPANT, key, issued, verification(), clock),
                AccessEvents.NONE,
                clock);
        return new ProviderParts(
                grants,
                new Access(grants, grants, store, new Brokers(List.of()), new AccessCounters(), key::publicJwks));
    }

    private static Executor verification() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_VERIFICATIONS),
                new DefaultThreadFactory("mqtt-token-verification", true));
    }
}
