package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies of the Management API's requests that a provider makes. */
final class ProviderRequests {
    private static final String ASSET_ID = "https://w3id.org/edc/v0.0.1/ns/id";
    private static final String CREDENTIAL = "https://w3id.org/edc/v0.0.1/ns/credential";
    private static final String IN_FORCE = "https://w3id.org/edc/v0.0.1/ns/inForceDate";
    private static final String DSP_MQTT = "https://w3id.org/dspace/2025/1/mqtt-pull/";

    private ProviderRequests() {}

    static ObjectNode asset(Offer offer) {
        ObjectNode asset = ManagementApi.object("Asset").put("@id", offer.assetId());
        asset.putObject("properties").put("name", offer.assetId());
        ObjectNode address = asset.putObject("dataAddress")
                .put("@type", "DataAddress")
                .put("type", "Mqtt")
                .put("mqttEndpointType", offer.endpointType());
        address.put(offer.broker().contains("://") ? "baseUrl" : "mqttBroker", offer.broker());
        offer.choices().forEach(address::put);
        if (!offer.topics().isEmpty()) {
            ArrayNode topics = address.putArray(DSP_MQTT + "topic");
            offer.topics().forEach(topics::add);
        }
        return asset;
    }

    static ObjectNode block(String participant, String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("participantId", participant)
                .put("reason", reason);
    }

    /** ODRL: who may use it, what he has to show, and until when (ODRL Vocabulary & Expression 2.2, recipient; EDC's inForceDate). */
    static ObjectNode policy(String id, Terms terms) {
        ObjectNode definition = ManagementApi.object("PolicyDefinition").put("@id", id);
        ObjectNode permission = definition
                .putObject("policy")
                .put("@context", ConsumerRequests.ODRL_CONTEXT)
                .put("@type", "Set")
                .putArray("permission")
                .addObject()
                .put("action", "use");
        ArrayNode constraints = JsonNodeFactory.instance.arrayNode();
        if (terms.partners().size() == 1) {
            constraints.add(constraint("recipient", "eq", terms.partners().get(0)));
        } else if (!terms.partners().isEmpty()) {
            ArrayNode any = constraints.addObject().putArray("or");
            terms.partners().forEach(partner -> any.add(constraint("recipient", "eq", partner)));
        }
        terms.credentials().forEach(demand -> constraints.add(constraint(CREDENTIAL, "eq", demand)));
        terms.until().ifPresent(end -> constraints.add(constraint(IN_FORCE, "lteq", end)));
        if (!constraints.isEmpty()) {
            permission.set("constraint", constraints);
        }
        return definition;
    }

    private static ObjectNode constraint(String left, String operator, String right) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("leftOperand", left)
                .put("operator", operator)
                .put("rightOperand", right);
    }

    static ObjectNode contractDefinition(String id, String policyId, String assetId) {
        ObjectNode definition = ManagementApi.object("ContractDefinition")
                .put("@id", id)
                .put("accessPolicyId", policyId)
                .put("contractPolicyId", policyId);
        definition
                .putArray("assetsSelector")
                .addObject()
                .put("@type", "Criterion")
                .put("operandLeft", ASSET_ID)
                .put("operator", "=")
                .put("operandRight", assetId);
        return definition;
    }
}
