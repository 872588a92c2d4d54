package dev.mqttdsp.edc.address;

import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Names;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Assets as people write them, made into what EDC accepts: ADR 012 prints one without {@code @context} and without
 * {@code properties}.
 */
final class AssetDocuments {
    private static final String CONTEXT = "@context";
    private static final String VOCABULARY = "@vocab";
    private static final String PROPERTIES = "properties";

    private AssetDocuments() {}

    /** The asset with what it lacks; assets of other kinds stay as they are. */
    static JsonObject complete(JsonObject asset) {
        if (!isMqtt(asset)) {
            return asset;
        }
        JsonObjectBuilder complete = Json.createObjectBuilder(asset).add(CONTEXT, completeContext(asset.get(CONTEXT)));
        boolean hasProperties = asset.keySet().stream().anyMatch(key -> names(key, PROPERTIES));
        return hasProperties
                ? complete.build()
                : complete.add(Names.EDC + PROPERTIES, JsonValue.EMPTY_JSON_OBJECT)
                        .build();
    }

    /** Its own declarations count; {@code oauth2} is not declared, because EDC has literal keys of that form. */
    private static JsonValue completeContext(JsonValue context) {
        if (context == null || context == JsonValue.NULL) {
            return defaults();
        }
        if (context instanceof JsonObject object) {
            return withDefaults(object);
        }
        JsonArrayBuilder all = Json.createArrayBuilder();
        all.add(defaults()); // those that follow override it
        if (context instanceof JsonArray array) {
            array.forEach(all::add);
        } else {
            all.add(context);
        }
        return all.build();
    }

    private static JsonObject withDefaults(JsonObject context) {
        JsonObjectBuilder complete = Json.createObjectBuilder(defaults());
        context.forEach(complete::add);
        return complete.build();
    }

    private static JsonObject defaults() {
        return Json.createObjectBuilder()
                .add(VOCABULARY, Names.EDC)
                .add(Names.DSP_MQTT_PREFIX, Names.DSP_MQTT)
                .build();
    }

    private static boolean isMqtt(JsonObject asset) {
        return asset.entrySet().stream()
                .filter(property -> names(property.getKey(), "dataAddress"))
                .map(property -> property.getValue() instanceof JsonArray array && array.size() == 1
                        ? array.get(0)
                        : property.getValue())
                .filter(JsonObject.class::isInstance)
                .flatMap(address -> address.asJsonObject().entrySet().stream())
                .filter(property -> names(property.getKey(), "type"))
                .anyMatch(property -> isMqtt(property.getValue()));
    }

    private static boolean isMqtt(JsonValue type) {
        if (type instanceof JsonArray array) {
            return array.stream().anyMatch(AssetDocuments::isMqtt);
        }
        if (type instanceof JsonObject object) {
            return object.get("@value") instanceof JsonString text && isMqtt(text);
        }
        return type instanceof JsonString text && text.getString().equals(MqttAddress.TYPE);
    }

    private static boolean names(String key, String name) {
        return key.equals(name) || key.equals("edc:" + name) || key.equals(Names.EDC + name);
    }
}
