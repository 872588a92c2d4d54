package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.core.address.ConsumerCredential;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.EndpointType;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.grant.Admissions;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.StartOutcome;
import dev.mqttdsp.core.topic.TopicFilter;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Flows that are open, each with a token. */
public final class Flows {
    private final Grants grants;
    private String lastToken;

    Flows(Grants grants) {
        this.grants = grants;
    }

    /** So many flows, of a provider of their own that has no gateway. */
    public static Flows open(int count) {
        Flows flows = new Flows(ProviderParts.create().grants());
        Broker nowhere = Broker.at(URI.create("mqtt://127.0.0.1:1"));
        for (int i = 0; i < count; i++) {
            flows.start("flow-" + i, nowhere, "plant/#");
        }
        return flows;
    }

    /** Starts a flow and gives its token. */
    String start(String flowId, Broker broker, String filter) {
        MqttAddress address = new MqttAddress(
                broker,
                EndpointType.TLS,
                Route.GATEWAY,
                new CredentialSource.SignedToken(),
                List.of(TopicFilter.of(filter)),
                Permission.SUBSCRIBE,
                false);
        FlowRequest flow = new FlowRequest(
                flowId,
                ProviderParts.PARTICIPANT,
                "consumer-" + flowId,
                "agreement-" + flowId,
                "asset",
                address,
                Instant.MAX);
        StartOutcome outcome = grants.start(flow);
        if (!(outcome instanceof StartOutcome.Started started)
                || !(started.address().credential() instanceof ConsumerCredential.Token token)) {
            throw new IllegalStateException("flow " + flowId + " does not start: " + outcome);
        }
        lastToken = token.accessToken().value();
        return lastToken;
    }

    /** The token of the flow that was started last. */
    public String lastToken() {
        return lastToken;
    }

    /** Where it is presented. */
    public Admissions admissions() {
        return grants;
    }
}
