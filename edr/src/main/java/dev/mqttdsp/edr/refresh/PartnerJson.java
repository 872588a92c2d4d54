package dev.mqttdsp.edr.refresh;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** JSON that a partner wrote. */
final class PartnerJson {
    private PartnerJson() {}

    /** The object; empty where the bytes are anything else. */
    static Optional<JsonObject> parse(byte[] bytes) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            return Optional.of(reader.readObject());
        } catch (RuntimeException e) { // the parser has no narrower one for what nests too deep
            return Optional.empty();
        }
    }
}
