package dev.mqttdsp.pacing.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A provider that offers one asset, and a consumer that takes it again and again. */
final class Dataspace {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Connector provider;
    final Connector consumer;
    private final String address;
    private final String policy;

    Dataspace(Connector provider, Connector consumer) {
        this(provider, consumer, provider.dsp());
    }

    /**
     * @param address where the consumer reaches the provider
     */
    Dataspace(Connector provider, Connector consumer, String address) {
        this.provider = provider;
        this.consumer = consumer;
        this.address = address;
        if (provider.all("/v3/assets").isEmpty()) {
            offer();
        }
        policy = catalogPolicy();
    }

    private void offer() {
        String context = Connector.VOCABULARY;
        provider.post(
                "/v3/assets",
                "{%s, \"@id\": \"nothing\", \"properties\": {}, \"dataAddress\": {\"type\": \"Nothing\"}}"
                        .formatted(context));
        provider.post("/v3/policydefinitions", """
                {%s, "@id": "all", "policy": {"@context": "http://www.w3.org/ns/odrl.jsonld", "@type": "Set"}}""".formatted(context));
        provider.post("/v3/contractdefinitions", """
                {%s, "@id": "all", "accessPolicyId": "all", "contractPolicyId": "all", "assetsSelector": []}""".formatted(context));
    }

    private String catalogPolicy() {
        JsonObject catalog = consumer.post("/v3/catalog/request", """
                        {%s, "counterPartyAddress": "%s", "counterPartyId": "%s", "protocol": "%s"}""".formatted(
                                Connector.VOCABULARY, provider.dsp(), provider.participant, Connector.PROTOCOL))
                .asJsonObject();
        var datasets = catalog.get("dataset");
        JsonObject dataset = datasets instanceof JsonObject one
                ? one
                : datasets.asJsonArray().getJsonObject(0);
        var offers = dataset.get("hasPolicy");
        JsonObject offer =
                offers instanceof JsonObject one ? one : offers.asJsonArray().getJsonObject(0);
        return offer.toString()
                .replaceFirst(
                        "\\{",
                        "{\"@context\": [\"http://www.w3.org/ns/odrl.jsonld\","
                                + " {\"edc\": \"https://w3id.org/edc/v0.0.1/ns/\"}], \"assigner\": \""
                                + provider.participant + "\", \"target\": \"nothing\",");
    }

    String negotiate(String counterPartyAddress) {
        return consumer.post("/v3/contractnegotiations", """
                        {%s, "@type": "ContractRequest", "counterPartyAddress": "%s", "protocol": "%s", "policy": %s}""".formatted(
                                Connector.VOCABULARY, counterPartyAddress, Connector.PROTOCOL, policy))
                .asJsonObject()
                .getString("@id");
    }

    /** What a consumer sends that asks for this offer. */
    String contractRequest(String consumerPid, String callbackAddress) {
        return """
                {"@context": ["https://w3id.org/dspace/2025/1/context.jsonld"], "@type": "ContractRequestMessage",
                 "consumerPid": "%s", "callbackAddress": "%s",
                 "offer": {"@id": "%s", "@type": "Offer", "target": "nothing", "assigner": "%s",
                           "permission": [], "prohibition": [], "obligation": []}}""".formatted(
                        consumerPid,
                        callbackAddress,
                        Json.createReader(new StringReader(policy)).readObject().getString("@id"),
                        provider.participant);
    }

    /** From the request for a contract to the start of the transfer, in milliseconds. */
    double flow() throws InterruptedException {
        long begin = System.nanoTime();
        JsonObject negotiation = settled("negotiations", negotiate(address));
        assertThat(negotiation.getString("state")).as(negotiation.toString()).isEqualTo("FINALIZED");
        JsonObject transfer = settled("transfers", transfer(address, negotiation.getString("contractAgreementId")));
        assertThat(transfer.getString("state")).as(transfer.toString()).isEqualTo("STARTED");
        return (System.nanoTime() - begin) / 1e6;
    }

    String transfer(String counterPartyAddress, String agreement) {
        return consumer.post("/v3/transferprocesses", """
                        {%s, "@type": "TransferRequest", "counterPartyAddress": "%s", "protocol": "%s",
                         "contractId": "%s", "transferType": "Nothing-PULL"}""".formatted(
                                Connector.VOCABULARY, counterPartyAddress, Connector.PROTOCOL, agreement))
                .asJsonObject()
                .getString("@id");
    }

    /** As the consumer's operator. */
    void terminate(String kind, String id, String reason) {
        boolean negotiation = kind.equals("negotiations");
        HttpResponse<String> response = consumer.send(
                (negotiation ? "/v3/contractnegotiations/" : "/v3/transferprocesses/") + id + "/terminate",
                "{%s, \"@type\": \"%s\", \"@id\": \"%s\", \"reason\": \"%s\"}"
                        .formatted(
                                Connector.VOCABULARY,
                                negotiation ? "TerminateNegotiation" : "TerminateTransfer",
                                id,
                                reason));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    void reaches(String kind, String id, String state) {
        await().atMost(PATIENCE).until(() -> Connector.json(consumer.get("/v3/pacing/" + kind + "/" + id))
                .asJsonObject()
                .getString("state")
                .equals(state));
    }

    JsonObject settled(String kind, String id) throws InterruptedException {
        if (consumer.paced) {
            HttpResponse<String> response = consumer.get("/v3/pacing/" + kind + "/" + id + "?wait=60");
            return Connector.json(response).asJsonObject();
        }
        String path = (kind.equals("negotiations") ? "/v3/contractnegotiations/" : "/v3/transferprocesses/") + id;
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonObject found = null;
        while (System.nanoTime() < end) {
            found = Connector.json(consumer.get(path)).asJsonObject();
            if (List.of("FINALIZED", "STARTED", "TERMINATED").contains(found.getString("state"))) {
                return found;
            }
            Thread.sleep(20);
        }
        throw new AssertionError(String.valueOf(found));
    }

    /** That many flows, and how long each took. */
    List<Double> flows(int number, int parallel) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(parallel);
        try {
            List<Callable<Double>> all = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                all.add(this::flow);
            }
            List<Double> millis = new ArrayList<>();
            for (Future<Double> done : executor.invokeAll(all)) {
                millis.add(done.get());
            }
            return millis;
        } finally {
            executor.shutdownNow();
        }
    }

    /** By the id of the consumer's negotiation: state and agreement, as that side has them. */
    static Map<String, String> negotiations(Connector side, String type) {
        Map<String, String> agreements = new TreeMap<>();
        for (JsonObject agreement : side.all("/v3/contractagreements")) {
            agreements.put(agreement.getString("@id"), agreement.getString("agreementId"));
        }
        Map<String, String> found = new TreeMap<>();
        for (JsonObject negotiation : side.all("/v3/contractnegotiations")) {
            if (negotiation.getString("type").equals(type)) {
                String id = negotiation.getString(type.equals("CONSUMER") ? "@id" : "correlationId");
                String agreement = agreements.get(negotiation.getString("contractAgreementId", "none"));
                found.put(id, negotiation.getString("state") + " " + agreement);
            }
        }
        return found;
    }

    /** By the id of the consumer's transfer: the state, as that side has it. */
    static Map<String, String> transfers(Connector side, String type) {
        Map<String, String> found = new TreeMap<>();
        for (JsonObject transfer : side.all("/v3/transferprocesses")) {
            if (transfer.getString("type").equals(type)) {
                found.put(
                        transfer.getString(type.equals("CONSUMER") ? "@id" : "correlationId"),
                        transfer.getString("state"));
            }
        }
        return found;
    }
}
