package dev.mqttdsp.edr;

import static org.eclipse.edc.jsonld.spi.JsonLdKeywords.ID;
import static org.eclipse.edc.jsonld.spi.JsonLdKeywords.TYPE;
import static org.eclipse.edc.jsonld.spi.JsonLdKeywords.VALUE;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.edc.api.management.ManagementApi;
import org.eclipse.edc.edr.spi.types.EndpointDataReferenceEntry;
import org.eclipse.edc.jsonld.spi.JsonLd;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;
import org.eclipse.edc.validator.spi.JsonObjectValidatorRegistry;
import org.eclipse.edc.validator.spi.ValidationResult;

/** JSON-LD in and out, in the scope of the Management API. */
final class EdrJson {
    private final JsonLd jsonLd;
    private final TypeTransformerRegistry transformers;
    private final JsonObjectValidatorRegistry validators;

    EdrJson(JsonLd jsonLd, TypeTransformerRegistry transformers, JsonObjectValidatorRegistry validators) {
        this.jsonLd = jsonLd;
        this.transformers = transformers;
        this.validators = validators;
    }

    Result<JsonObject> write(DataAddress address) {
        return transformers.transform(address, JsonObject.class).compose(this::compact);
    }

    Result<JsonArray> write(List<EndpointDataReferenceEntry> entries) {
        var array = Json.createArrayBuilder();
        for (EndpointDataReferenceEntry entry : entries) {
            Result<JsonObject> json = compact(expanded(entry));
            if (json.failed()) {
                return json.mapEmpty();
            }
            array.add(json.getContent());
        }
        return Result.success(array.build());
    }

    /** Reads a query; no body asks for everything, up to EDC's default limit. */
    Result<QuerySpec> readQuery(String body) {
        if (body == null || body.isBlank()) {
            return Result.success(QuerySpec.none());
        }
        return parse(body)
                .compose(jsonLd::expand)
                .compose(query -> {
                    ValidationResult judged = validators.validate(QuerySpec.EDC_QUERY_SPEC_TYPE, query);
                    return judged.failed() ? Result.failure(judged.getFailureMessages()) : Result.success(query);
                })
                .compose(query -> transformers.transform(query, QuerySpec.class));
    }

    private static Result<JsonObject> parse(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return Result.success(reader.readObject());
        } catch (JsonException e) {
            return Result.failure("the body is not a JSON object: " + e.getMessage());
        }
    }

    private Result<JsonObject> compact(JsonObject json) {
        return jsonLd.compact(json, ManagementApi.MANAGEMENT_SCOPE);
    }

    private static JsonObject expanded(EndpointDataReferenceEntry entry) {
        Map<String, Optional<String>> texts = Map.of(
                EndpointDataReferenceEntry.EDR_ENTRY_TRANSFER_PROCESS_ID, Optional.of(entry.getTransferProcessId()),
                EndpointDataReferenceEntry.EDR_ENTRY_AGREEMENT_ID, Optional.of(entry.getAgreementId()),
                EndpointDataReferenceEntry.EDR_ENTRY_ASSET_ID, Optional.of(entry.getAssetId()),
                EndpointDataReferenceEntry.EDR_ENTRY_PROVIDER_ID, Optional.of(entry.getProviderId()),
                EndpointDataReferenceEntry.EDR_ENTRY_CONTRACT_NEGOTIATION_ID,
                        Optional.ofNullable(entry.getContractNegotiationId()));
        var json = Json.createObjectBuilder()
                .add(ID, entry.getId())
                .add(TYPE, EndpointDataReferenceEntry.EDR_ENTRY_TYPE)
                .add(
                        EndpointDataReferenceEntry.EDR_ENTRY_CREATED_AT,
                        Json.createObjectBuilder().add(VALUE, entry.getCreatedAt()));
        texts.forEach((name, text) -> text.ifPresent(
                value -> json.add(name, Json.createObjectBuilder().add(VALUE, value))));
        return json.build();
    }
}
