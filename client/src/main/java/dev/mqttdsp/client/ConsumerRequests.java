package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies of the Management API's requests that a consumer makes. */
final class ConsumerRequests {
    static final String ODRL_CONTEXT = "http://www.w3.org/ns/odrl.jsonld";

    private ConsumerRequests() {}

    static ObjectNode negotiation(
            String providerUrl, String protocol, String providerId, String assetId, JsonNode catalogOffer) {
        ObjectNode offer = catalogOffer.deepCopy();
        // An offer is sent back as it came, and the catalog wrote it in ODRL's terms.
        offer.putArray("@context")
                .add(ODRL_CONTEXT)
                .addObject()
                .put("odrl", "http://www.w3.org/ns/odrl/2/")
                .put("edc", ManagementApi.EDC);
        offer.put("assigner", providerId).put("target", assetId);
        ObjectNode request = ManagementApi.object("ContractRequest")
                .put("counterPartyAddress", providerUrl)
                .put("protocol", protocol);
        request.set("policy", offer);
        return request;
    }

    static ObjectNode transfer(String providerUrl, String protocol, String agreementId, String transferType) {
        return ManagementApi.object("TransferRequest")
                .put("counterPartyAddress", providerUrl)
                .put("protocol", protocol)
                .put("contractId", agreementId)
                .put("transferType", transferType);
    }
}
