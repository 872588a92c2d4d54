package dev.mqttdsp.core.outbound;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/** JSON that somebody else wrote. */
final class ForeignJson {
    private ForeignJson() {}

    /** The object's members; empty where the bytes are anything else. */
    static Optional<Map<String, Object>> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** A member that is a text. */
    static Optional<String> text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
