package dev.mqttdsp.edc;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.FetchedTokens;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.HandOut;
import dev.mqttdsp.core.grant.InMemoryGrantStore;
import dev.mqttdsp.core.grant.PublicEndpoints;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.idp.IdpFailure;
import dev.mqttdsp.core.token.IssuedTokens;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/** Real grants for tests, and the transfers that they belong to. */
public final class OpenGrants {
    private static final PublicEndpoints ENDPOINTS = new PublicEndpoints(
            URI.create("wss://localhost:8884/mqtt"),
            URI.create("mqtts://localhost:8883"),
            URI.create("https://localhost:8884/token"));

    public final InMemoryGrantStore store = new InMemoryGrantStore();
    public final Grants grants;
    /** What an identity provider gives. */
    public IdpAnswer identityProvider = new IdpAnswer.Failed(IdpFailure.IDP_UNREACHABLE, "takes no connection");
    /** What was told so far. */
    public final List<AccessEvent> events = new CopyOnWriteArrayList<>();

    public OpenGrants(Clock clock) {
        SigningKey key = SigningKey.generate();
        IssuedTokens issued = new IssuedTokens(10, clock);
        grants = new Grants(
                store,
                HandOut.of(
                        key,
                        issued,
                        new FetchedTokens(
                                (source, secret) -> CompletableFuture.completedFuture(identityProvider),
                                alias -> "secret",
                                store,
                                Runnable::run,
                                clock),
                        alias -> null,
                        ENDPOINTS,
                        Duration.ofMinutes(5),
                        clock),
                new TokenVerifier("provider", key, issued, Runnable::run, clock),
                events::add,
                clock);
    }

    /** Opens the grant of a flow. */
    public void open(String flowId, Instant contractEnd) {
        grants.start(request(flowId, contractEnd));
    }

    /** A flow that is to start. */
    public static FlowRequest request(String flowId, Instant contractEnd) {
        MqttAddress address = new MqttAddress(
                Broker.at(URI.create("mqtt://localhost:1883")),
                EndpointType.WSS,
                Route.GATEWAY,
                new CredentialSource.SignedToken(),
                List.of(TopicFilter.of("plant/#")),
                Permission.SUBSCRIBE,
                false);
        return new FlowRequest(flowId, "provider", "consumer", "agreement", "asset", address, contractEnd);
    }

    /** The grant of that flow, which there has to be. */
    public Grant grant(String flowId) {
        return store.find(flowId).orElseThrow();
    }

    /** A transfer that EDC has brought to that state. */
    public static TransferProcess transfer(String id, TransferProcess.Type type, TransferProcessStates state) {
        return TransferProcess.Builder.newInstance()
                .id(id)
                .correlationId("other-side-" + id)
                .type(type)
                .assetId("asset")
                .contractId("agreement")
                .transferType("Mqtt-PULL")
                .participantContextId("provider")
                .state(state.code())
                .build();
    }
}
