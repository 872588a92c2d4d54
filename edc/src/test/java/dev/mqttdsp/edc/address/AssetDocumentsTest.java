package dev.mqttdsp.edc.address;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetDocumentsTest {
    private static final String DEFAULTS = """
            {"@vocab": "https://w3id.org/edc/v0.0.1/ns/", "dsp-mqtt": "https://w3id.org/dspace/2025/1/mqtt-pull/"}""";

    @Test
    void theAssetOfTheAdrGetsAContextAndProperties() {
        assertThat(AssetDocuments.complete(
                        json("{'@id': 'a', 'dataAddress': {'type': 'Mqtt', 'dsp-mqtt:topic': 't'}}")))
                .isEqualTo(json("{'@id': 'a', 'dataAddress': {'type': 'Mqtt', 'dsp-mqtt:topic': 't'}, '@context': "
                        + DEFAULTS + ", 'https://w3id.org/edc/v0.0.1/ns/properties': {}}"));
    }

    @Test
    void whatItDeclaresItselfCounts() {
        String own =
                "{'@vocab': 'https://example.com/', 'dsp-mqtt': 'https://example.com/mqtt/', 'x': 'https://example.com/x/'}";

        JsonObject complete = AssetDocuments.complete(
                json("{'@context': " + own + ", 'properties': {'a': 'b'}, 'dataAddress': {'type': 'Mqtt'}}"));

        assertThat(complete.getJsonObject("@context")).isEqualTo(json(own));
        assertThat(complete.getJsonObject("properties")).isEqualTo(json("{'a': 'b'}"));
    }

    @Test
    void aListOfContextsComesAfterTheDefaults() {
        JsonObject complete = AssetDocuments.complete(
                json("{'@context': ['https://example.com/context.jsonld'], 'edc:dataAddress': {'edc:type': 'Mqtt'}}"));

        assertThat(complete.get("@context").toString())
                .isEqualTo("[" + json(DEFAULTS) + ",\"https://example.com/context.jsonld\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dataAddress': {'type': 'HttpData'}}",
                "{'dataAddress': {}}",
                "{'dataAddress': 'Mqtt'}",
                "{'type': 'Mqtt'}",
                "{}"
            })
    void otherAssetsStayAsTheyAre(String asset) {
        assertThat(AssetDocuments.complete(json(asset))).isEqualTo(json(asset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'https://w3id.org/edc/v0.0.1/ns/dataAddress': [{'https://w3id.org/edc/v0.0.1/ns/type': [{'@value': 'Mqtt'}]}]}",
                "{'edc:dataAddress': {'type': 'Mqtt'}}"
            })
    void itIsKnownInEverySpelling(String asset) {
        assertThat(AssetDocuments.complete(json(asset))).containsKey("@context");
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
    }
}
