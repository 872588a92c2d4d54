package dev.mqttdsp.core.replica;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Blocks;
import dev.mqttdsp.core.grant.FetchedTokens;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.HandOut;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.core.grant.PublicEndpoints;
import dev.mqttdsp.core.grant.RefreshRules;
import dev.mqttdsp.core.grant.StartOutcome;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The process that knows the grants, with its feed. */
final class Connector {
    static final String PARTICIPANT = "BPNL-provider";
    static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    static final Broker PLANT = new Broker(
            "plant",
            URI.create("mqtts://broker.internal:8883"),
            new BrokerLogin(
                    Optional.of("gateway"),
                    Optional.of(() -> "the broker's password"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
            List.of(),
            false,
            BrokerDialect.DOTTED);

    final InMemoryGrantStore store = new InMemoryGrantStore();
    final Barred barred = Barred.nobody();
    final SigningKey key;
    final Grants grants;
    final Blocks blocks;
    final GrantFeed feed;

    Connector(TestClock clock) {
        this(clock, PARTICIPANT, SigningKey.generate());
    }

    Connector(TestClock clock, String participant, SigningKey key) {
        this.key = key;
        IssuedTokens issued = new IssuedTokens(100, clock);
        FetchedTokens fetched = new FetchedTokens((source, secret) -> null, alias -> null, store, Runnable::run, clock);
        PublicEndpoints endpoints = new PublicEndpoints(
                URI.create("wss://provider.example/mqtt"),
                URI.create("mqtts://provider.example"),
                URI.create("https://provider.example/token"));
        grants = new Grants(
                store,
                HandOut.of(key, issued, fetched, alias -> null, endpoints, TOKEN_LIFE, clock),
                new TokenVerifier(participant, key, issued, Runnable::run, clock),
                barred,
                RefreshRules.NONE,
                AccessEvents.NONE,
                clock,
                false);
        blocks = new Blocks(barred, store, grants, AccessEvents.NONE, clock);
        feed = new GrantFeed(participant, key, store, barred);
    }

    /** Opens a flow and gives its credential. */
    ConsumerCredential start(String flowId, CredentialSource credential) {
        return credential(grants.start(request(flowId, credential, PLANT, Instant.MAX)));
    }

    /** Opens a flow and gives its token. */
    String token(String flowId) {
        return token(grants.start(request(flowId, new CredentialSource.SignedToken(), PLANT, Instant.MAX)));
    }

    static String token(StartOutcome outcome) {
        return ((ConsumerCredential.Token) credential(outcome)).accessToken().value();
    }

    static ConsumerCredential credential(StartOutcome outcome) {
        return ((StartOutcome.Started) outcome).address().credential();
    }

    static FlowRequest request(String flowId, CredentialSource credential, Broker broker, Instant contractEnd) {
        MqttAddress address = new MqttAddress(
                broker,
                EndpointType.TLS,
                Route.GATEWAY,
                credential,
                List.of(TopicFilter.of("plant/+/a b"), TopicFilter.of("ö/#")),
                Permission.BOTH,
                true);
        return new FlowRequest(flowId, PARTICIPANT, "BPNL-consumer", "agreement-1", "asset-1", address, contractEnd);
    }
}
