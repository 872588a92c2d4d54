package dev.mqttdsp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final String DATASET = """
            {"@id": "line1", "@type": "Dataset",
             "hasPolicy": %s,
             "distribution": %s}""";

    @Test
    void readsDatasetsWithTheirFormatsAndTheFirstOffer() throws Exception {
        Catalog catalog = parse("["
                + DATASET.formatted(
                        "[{\"@id\": \"offer-1\"}, {\"@id\": \"offer-2\"}]",
                        "[{\"format\": \"Mqtt-PULL\"}, {\"format\": \"HttpData-PULL\"}, {\"format\": \"Mqtt-PULL\"}]")
                + "]");

        CatalogEntry entry = catalog.find("line1").orElseThrow();
        assertThat(catalog.providerId()).isEqualTo("provider");
        assertThat(entry.formats()).containsExactly("Mqtt-PULL", "HttpData-PULL");
        assertThat(entry.isMqtt()).isTrue();
        assertThat(entry.offer())
                .get()
                .extracting(offer -> offer.path("@id").asText())
                .isEqualTo("offer-1");
    }

    @Test
    void readsSingleValuesThatCompactionWroteWithoutTheirList() throws Exception {
        Catalog catalog = parse(DATASET.formatted("{\"@id\": \"offer\"}", "{\"format\": {\"@id\": \"Mqtt-PULL\"}}"));

        assertThat(catalog.find("line1")).get().extracting(CatalogEntry::isMqtt).isEqualTo(true);
    }

    @Test
    void aDatasetWithoutDistributionIsNoMqttOffer() throws Exception {
        Catalog catalog = parse(DATASET.formatted("[]", "[]"));

        CatalogEntry entry = catalog.find("line1").orElseThrow();
        assertThat(entry.isMqtt()).isFalse();
        assertThat(entry.offer()).isEmpty();
    }

    @Test
    void anEmptyCatalogHasNoDatasetProperty() throws Exception {
        JsonNode json = new ObjectMapper().readTree("{\"@type\": \"Catalog\", \"participantId\": \"provider\"}");

        assertThat(Catalog.parse(json).entries()).isEmpty();
    }

    private static Catalog parse(String datasets) throws Exception {
        return Catalog.parse(
                new ObjectMapper().readTree("{\"participantId\": \"provider\", \"dataset\": " + datasets + "}"));
    }
}
