package dev.mqttdsp.core.outbound;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Access tokens whose signature nobody looks at. */
final class Jwts {
    private Jwts() {}

    /** One with that payload. */
    static String withClaims(String json) {
        return encoded("{\"alg\":\"ES256\"}") + "." + encoded(json) + ".c2lnbmF0dXJl";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
