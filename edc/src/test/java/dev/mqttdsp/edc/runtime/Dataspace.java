package dev.mqttdsp.edc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.spi.types.domain.DataAddress;

/** A provider and a consumer, each a runtime of its own. */
final class Dataspace implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String VOCABULARY = """
            "@context": {"@vocab": "https://w3id.org/edc/v0.0.1/ns/",
              "dsp-mqtt": "https://w3id.org/dspace/2025/1/mqtt-pull/"}""";

    final Connector provider;
    final Connector consumer;
    final int webPort = Connector.freePort();
    final int tlsPort = Connector.freePort();

    Dataspace(Path directory) {
        this(directory, Map.of());
    }

    /**
     * @param settings of the provider, beside what it needs anyway
     */
    Dataspace(Path directory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "edc.mqtt.data.dir", directory.resolve("provider").toString(),
                "edc.mqtt.public.port", String.valueOf(webPort),
                "edc.mqtt.public.tls.port", String.valueOf(tlsPort)));
        all.putAll(settings);
        provider = Connector.boot("provider", all);
        consumer = Connector.boot(
                "consumer",
                Map.of(
                        "edc.mqtt.data.dir",
                        directory.resolve("consumer").toString(),
                        "edc.mqtt.gateway.enabled",
                        "false",
                        "edc.mqtt.public.port",
                        String.valueOf(Connector.freePort())));
    }

    /** Offers an asset to everybody. */
    void offer(String asset, String dataAddress, String policy) {
        assertThat(createAsset(asset, dataAddress).statusCode()).isEqualTo(200);
        post("/v3/policydefinitions", "{%s, \"@id\": \"%s\", \"policy\": %s}".formatted(VOCABULARY, asset, policy));
        post("/v3/contractdefinitions", """
                {%s, "@id": "%s", "accessPolicyId": "%s", "contractPolicyId": "%s", "assetsSelector": [
                  {"operandLeft": "https://w3id.org/edc/v0.0.1/ns/id", "operator": "=", "operandRight": "%s"}]}""".formatted(VOCABULARY, asset, asset, asset, asset));
    }

    HttpResponse<String> createAsset(String asset, String dataAddress) {
        return postAsset("{%s, \"@id\": \"%s\", \"properties\": {}, \"dataAddress\": %s}"
                .formatted(VOCABULARY, asset, dataAddress));
    }

    HttpResponse<String> postAsset(String asset) {
        return provider.post("/v3/assets", asset);
    }

    /** The formats of each asset in the provider's catalog, as the consumer sees it. */
    Map<String, Set<String>> formats() {
        Map<String, Set<String>> formats = new TreeMap<>();
        for (JsonValue dataset : catalog().getJsonArray("dataset")) {
            Set<String> found = new TreeSet<>();
            for (JsonValue distribution : dataset.asJsonObject().getJsonArray("distribution")) {
                found.add(distribution.asJsonObject().getString("format"));
            }
            formats.put(dataset.asJsonObject().getString("@id"), found);
        }
        return formats;
    }

    /** Negotiates that asset; gives the consumer's id of the agreement. */
    String agree(String asset) {
        JsonObject offer = catalog().getJsonArray("dataset").stream()
                .map(JsonValue::asJsonObject)
                .filter(dataset -> dataset.getString("@id").equals(asset))
                .findFirst()
                .orElseThrow()
                .getJsonArray("hasPolicy")
                .getJsonObject(0);
        String policy = offer.toString()
                .replaceFirst(
                        "\\{",
                        "{\"@context\": [\"http://www.w3.org/ns/odrl.jsonld\","
                                + " {\"edc\": \"https://w3id.org/edc/v0.0.1/ns/\"}], \"assigner\": \"provider\","
                                + " \"target\": \"" + asset + "\",");
        JsonObject negotiation = Connector.json(consumer.post("/v3/contractnegotiations", """
                        {%s, "@type": "ContractRequest", "counterPartyAddress": "%s", "protocol": "%s", "policy": %s}""".formatted(
                                VOCABULARY, provider.dsp(), Connector.PROTOCOL, policy)))
                .asJsonObject();
        String id = negotiation.getString("@id");
        return await().atMost(PATIENCE)
                .until(
                        () -> consumer.get("/v3/contractnegotiations/" + id).asJsonObject(),
                        found -> List.of("FINALIZED", "TERMINATED").contains(found.getString("state")))
                .getString("contractAgreementId");
    }

    /** Asks for a transfer; gives the consumer's id of it. */
    String transfer(String agreement, String type) {
        return Connector.json(consumer.post("/v3/transferprocesses", """
                        {%s, "@type": "TransferRequest", "counterPartyAddress": "%s", "protocol": "%s",
                         "contractId": "%s", "transferType": "%s"}""".formatted(
                                VOCABULARY, provider.dsp(), Connector.PROTOCOL, agreement, type)))
                .asJsonObject()
                .getString("@id");
    }

    /** The provider's id of a transfer, once the provider has heard of it. */
    String flowOf(String transfer) {
        return await().atMost(PATIENCE)
                .until(
                        () -> Connector.json(provider.post(
                                        "/v3/transferprocesses/request", "{%s, \"limit\": 1000}".formatted(VOCABULARY)))
                                .asJsonArray()
                                .stream()
                                .map(JsonValue::asJsonObject)
                                .filter(found ->
                                        found.getString("correlationId").equals(transfer))
                                .map(found -> found.getString("@id"))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    void awaitState(Connector connector, String id, String state) {
        await().atMost(PATIENCE).until(() -> connector.transferState(id), state::equals);
    }

    /** What EDC keeps for the consumer of a started transfer. */
    DataAddress address(String transfer) {
        return consumer.service(EndpointDataReferenceStore.class)
                .resolveByTransferProcess(transfer)
                .orElseThrow(failure -> new AssertionError(failure.getFailureDetail()));
    }

    private JsonObject catalog() {
        return Connector.json(consumer.post(
                        "/v3/catalog/request", """
                        {%s, "counterPartyAddress": "%s", "counterPartyId": "provider", "protocol": "%s"}""".formatted(VOCABULARY, provider.dsp(), Connector.PROTOCOL)))
                .asJsonObject();
    }

    private void post(String path, String body) {
        HttpResponse<String> response = provider.post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
    }
}
