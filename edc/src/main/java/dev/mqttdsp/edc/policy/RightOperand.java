package dev.mqttdsp.edc.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.stream.Stream;

/** What stands at the right of a constraint. */
final class RightOperand {
    private RightOperand() {}

    /** One text or several, as EDC has read them or as JSON-LD has them. What is no text is what it is written as. */
    static Stream<String> texts(Object right) {
        if (right instanceof String text) {
            return Stream.of(text.strip());
        }
        if (right instanceof JsonString text) {
            return Stream.of(text.getString().strip());
        }
        if (right instanceof JsonObject object) {
            return texts(object.getOrDefault("@value", object.getOrDefault("@id", JsonValue.NULL)));
        }
        if (right instanceof JsonArray array) {
            return array.stream().map(JsonValue.class::cast).flatMap(RightOperand::texts);
        }
        return right instanceof Collection<?> several
                ? several.stream().flatMap(RightOperand::texts)
                : Stream.of(String.valueOf(right));
    }
}
