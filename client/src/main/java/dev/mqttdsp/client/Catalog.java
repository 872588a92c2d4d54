package dev.mqttdsp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a provider has on offer.
 *
 * @param providerId the provider's participant id, as it says itself
 * @param entries the datasets
 */
public record Catalog(String providerId, List<CatalogEntry> entries) {

    public Catalog {
        entries = List.copyOf(entries);
    }

    /** The dataset of that asset. */
    public Optional<CatalogEntry> find(String assetId) {
        return entries.stream().filter(entry -> entry.assetId().equals(assetId)).findFirst();
    }

    /** Reads a DSP catalog (Dataspace Protocol 2025-1, §5.2) as the Management API hands it on. */
    static Catalog parse(JsonNode catalog) {
        List<CatalogEntry> entries = new ArrayList<>();
        for (JsonNode dataset : many(catalog, "dataset")) {
            List<String> formats = many(dataset, "distribution").stream()
                    .map(distribution -> text(distribution.path("format")))
                    .filter(format -> !format.isEmpty())
                    .distinct()
                    .toList();
            Optional<JsonNode> offer = many(dataset, "hasPolicy").stream().findFirst();
            entries.add(new CatalogEntry(dataset.path("@id").asText(), formats, offer));
        }
        return new Catalog(catalog.path("participantId").asText(), entries);
    }

    /** Compacted JSON-LD writes a single value without its list. */
    private static List<JsonNode> many(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    private static String text(JsonNode value) {
        return value.isObject() ? value.path("@id").asText("") : value.asText("");
    }
}
