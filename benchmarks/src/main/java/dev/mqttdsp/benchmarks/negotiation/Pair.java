package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.benchmarks.process.Participant;
import dev.mqttdsp.client.Connector;
import dev.mqttdsp.client.ConnectorException;
import dev.mqttdsp.client.MqttDataAddress;
import dev.mqttdsp.client.Offer;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;

/** A consumer, a provider, and an asset that only these two deal in, by which their processes are told from others. */
final class Pair {
    private final String name;
    private final Participant consumer;
    private final Participant provider;
    private final Management management;
    private final Connector connector;
    private final Waiting waiting;
    private final ObjectNode request;

    private Pair(String name, Participant consumer, Participant provider, HttpClient http) {
        this.name = name;
        this.consumer = consumer;
        this.provider = provider;
        this.management = new Management(consumer.managementUrl(), http);
        this.connector = consumer.connector(http);
        this.waiting = consumer.hasLongPoll() ? new LongPoll(management, connector) : new Polling(management);
        this.request = ContractRequest.of(
                provider.protocol(),
                connector.catalog(provider.protocol(), Optional.of(provider.participantId())),
                asset());
    }

    /**
     * Puts a topic on offer at the provider, and finds it at the consumer.
     *
     * @param name of the pair and of the asset
     * @param broker as an offer names it
     */
    static Pair of(String name, Participant consumer, Participant provider, String broker, String topic) {
        HttpClient http = HttpClient.newHttpClient();
        provider.connector(http).offer(new Offer(name, broker, List.of(topic), "mqtt-tls"));
        return new Pair(name, consumer, provider, http);
    }

    String name() {
        return name;
    }

    String asset() {
        return name;
    }

    Participant consumer() {
        return consumer;
    }

    Participant provider() {
        return provider;
    }

    /** Negotiates, transfers, and waits for the data address. */
    Flow flow() {
        String negotiation = "";
        String transfer = "";
        Optional<MqttDataAddress> address = Optional.empty();
        Optional<String> failure = Optional.empty();
        long begin = System.nanoTime();
        try {
            negotiation = management
                    .post("/v3/contractnegotiations", request)
                    .path("@id")
                    .asText();
            JsonNode over = waiting.negotiation(negotiation);
            String state = over.path("state").asText();
            if (state.equals("FINALIZED")) {
                transfer = connector.startTransfer(
                        provider.protocol(), over.path("contractAgreementId").asText());
                address = waiting.dataAddress(transfer);
            } else {
                failure = Optional.of("negotiation " + negotiation + " is " + state + ": "
                        + over.path("errorDetail").asText("no reason given"));
            }
        } catch (ConnectorException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        return new Flow(negotiation, transfer, (System.nanoTime() - begin) / 1e6, address, failure);
    }
}
