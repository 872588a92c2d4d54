package dev.mqttdsp.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.TestClock;
import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.broker.Brokers;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.topic.BrokerDialect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever ends up in a log by its {@code toString}, no token, password or key goes with it. */
class NoSecretsInTextTest {

    @Test
    void ofAnythingThatHoldsOrKnowsASecret() {
        BrokerLogin login = new BrokerLogin(
                Optional.of("gateway"),
                Optional.of(() -> "hunter2"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("client.key")));
        Broker broker =
                new Broker("plant", URI.create("mqtts://broker.internal"), login, List.of(), true, BrokerDialect.MQTT);
        MqttAddress address = new MqttAddress(
                broker,
                EndpointType.WSS,
                Route.GATEWAY,
                new CredentialSource.SignedToken(),
                List.of(),
                Permission.SUBSCRIBE,
                false);
        FlowRequest request = Fixture.request("f", address, Instant.MAX);
        TestClock clock = new TestClock(Fixture.NOW);
        SigningKey key = SigningKey.generate();
        IssuedTokens issued = new IssuedTokens(10, clock);
        InMemoryGrantStore store = new InMemoryGrantStore();
        HandOut handOut = HandOut.of(
                key,
                issued,
                new FetchedTokens((source, secret) -> null, alias -> null, store, Runnable::run, clock),
                Fixture.SECRETS::get,
                Fixture.ENDPOINTS,
                Fixture.TOKEN_LIFE,
                clock);
        TokenVerifier verifier = new TokenVerifier("BPNL-provider", key, issued, Runnable::run, clock);
        Grants grants = new Grants(store, handOut, verifier, AccessEvents.NONE, clock);
        StartOutcome outcome = grants.start(request);
        ConsumerAddress given = ((StartOutcome.Started) outcome).address();
        ConsumerCredential.Token credential = Fixture.credential(outcome);
        String token = credential.accessToken().value();
        String refreshToken = credential.refreshToken();
        Login presented = new Login("user", token);
        String password = handOut.passwords().of("f", 1);

        List<String> texts = Stream.of(
                        login,
                        broker,
                        new Brokers(List.of(broker)),
                        address,
                        request,
                        key,
                        issued,
                        handOut,
                        handOut.issuer(),
                        handOut.refreshTokens(),
                        handOut.passwords(),
                        verifier,
                        verifier.verify(token).toCompletableFuture().join(),
                        store,
                        store.find("f"),
                        grants,
                        grants.admit(presented).toCompletableFuture().join(),
                        presented,
                        outcome,
                        given,
                        credential,
                        credential.accessToken(),
                        new ConsumerCredential.Login("user", password),
                        grants.refresh(refreshToken, Optional.empty(), "")
                                .toCompletableFuture()
                                .join())
                .map(Object::toString)
                .toList();

        assertThat(texts).allSatisfy(text -> assertThat(text)
                .isNotEmpty()
                .doesNotContain(
                        "hunter2",
                        refreshToken,
                        password,
                        token,
                        token.substring(token.lastIndexOf('.') + 1),
                        "\"d\""));
    }
}
