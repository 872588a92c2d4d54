package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.idp.IdentityProvider;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.idp.IdpFailure;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A provider's grants with all that they need, on a clock that the test moves. */
final class Fixture {
    static final Instant NOW = Instant.parse("2030-01-01T12:00:00.700Z");
    static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    static final PublicEndpoints ENDPOINTS = new PublicEndpoints(
            URI.create("wss://provider.example:8884/mqtt"),
            URI.create("mqtts://provider.example:8883"),
            URI.create("https://provider.example:8884/token"));

    private static final SigningKey KEY = SigningKey.generate();
    static final Map<String, String> SECRETS = Map.of("plant-password", "hunter2");
    private static final String PROVIDER = "BPNL-provider";

    final TestClock clock;
    final InMemoryGrantStore store = new InMemoryGrantStore();
    final Barred barred = Barred.nobody();
    final Grants grants;

    /** What the identity provider does; by default there is none. */
    IdentityProvider provider = (source, secret) ->
            CompletableFuture.completedFuture(new IdpAnswer.Failed(IdpFailure.IDP_UNREACHABLE, "takes no connection"));

    /** What is asked of who refreshes; by default nothing. */
    Possession possession = Possession.ANYBODY;

    Entitlement entitlement = Entitlement.EVERYBODY;

    /** What was told so far. */
    final List<AccessEvent> events = new CopyOnWriteArrayList<>();

    /** Exchanges a refresh token. */
    static RefreshOutcome refresh(Grants grants, String token) {
        return grants.refresh(token, Optional.empty(), "198.51.100.7:40000")
                .toCompletableFuture()
                .join();
    }

    Fixture() {
        this(new TestClock(NOW), 1_000, Runnable::run);
    }

    /**
     * @param keepSessions whether a suspension leaves alone what clients left at the broker
     */
    Fixture(boolean keepSessions) {
        this(new TestClock(NOW), 1_000, Runnable::run, keepSessions);
    }

    /**
     * @param remembered how many tokens admission knows by their hash
     */
    Fixture(TestClock clock, int remembered, Executor executor) {
        this(clock, remembered, executor, false);
    }

    private Fixture(TestClock clock, int remembered, Executor executor, boolean keepSessions) {
        this.clock = clock;
        IssuedTokens issued = new IssuedTokens(remembered, clock);
        FetchedTokens fetched = new FetchedTokens(
                (source, secret) -> provider.token(source, secret), SECRETS::get, store, executor, clock);
        this.grants = new Grants(
                store,
                HandOut.of(KEY, issued, fetched, SECRETS::get, ENDPOINTS, TOKEN_LIFE, clock),
                new TokenVerifier(PROVIDER, KEY, issued, executor, clock),
                barred,
                new RefreshRules((consumer, bearer) -> possession.of(consumer, bearer), grant -> entitlement.of(grant)),
                events::add,
                clock,
                keepSessions);
    }

    static FlowRequest request(String flowId) {
        return request(flowId, Instant.MAX);
    }

    static FlowRequest request(String flowId, Instant contractEnd) {
        return request(flowId, address(EndpointType.WSS, Route.GATEWAY, Permission.SUBSCRIBE), contractEnd);
    }

    static FlowRequest request(String flowId, MqttAddress address, Instant contractEnd) {
        return new FlowRequest(flowId, PROVIDER, "BPNL-consumer", "agreement-1", "asset-1", address, contractEnd);
    }

    static MqttAddress address(EndpointType type, Route route, Permission permission) {
        return new MqttAddress(
                Broker.at(URI.create("mqtts://broker.internal")),
                type,
                route,
                new CredentialSource.SignedToken(),
                List.of(TopicFilter.of("plant/#")),
                permission,
                false);
    }

    Admission admit(String credential) {
        return admitting(grants, credential).toCompletableFuture().join();
    }

    /** Judges a token, beside which any user name may stand. */
    static CompletionStage<Admission> admitting(Grants grants, String token) {
        return grants.admit(new Login("any", token));
    }

    /** The access token that the outcome gives out. */
    static String token(StartOutcome outcome) {
        return credential(outcome).accessToken().value();
    }

    /** The token and the means to get the next one that the outcome gives out. */
    static ConsumerCredential.Token credential(StartOutcome outcome) {
        return (ConsumerCredential.Token)
                ((StartOutcome.Started) outcome).address().credential();
    }
}
