package dev.mqttdsp.benchmarks.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mqttdsp.client.Catalog;
import java.net.URI;

/** Bodies of the Management API. */
final class ContractRequest {
    private static final String EDC = "https://w3id.org/edc/v0.0.1/ns/";

    private ContractRequest() {}

    /** Asks that provider for a contract about that asset, under the offer of its catalog. */
    static ObjectNode of(URI provider, Catalog catalog, String asset) {
        JsonNode offer = catalog.find(asset)
                .flatMap(entry -> entry.offer())
                .orElseThrow(() -> new IllegalStateException(asset + " is not on offer: " + catalog));
        ObjectNode policy = offer.deepCopy();
        policy.putArray("@context")
                .add("http://www.w3.org/ns/odrl.jsonld")
                .addObject()
                .put("odrl", "http://www.w3.org/ns/odrl/2/")
                .put("edc", EDC);
        policy.put("assigner", catalog.providerId()).put("target", asset);
        ObjectNode request = object("ContractRequest")
                .put("counterPartyAddress", provider + "/2025-1")
                .put("protocol", "dataspace-protocol-http:2025-1");
        request.set("policy", policy);
        return request;
    }

    /** Everything there is, up to a number that nobody reaches. */
    static ObjectNode everything() {
        return object("QuerySpec").put("limit", 100_000);
    }

    private static ObjectNode object(String type) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("@context").put("@vocab", EDC);
        return node.put("@type", type);
    }
}
