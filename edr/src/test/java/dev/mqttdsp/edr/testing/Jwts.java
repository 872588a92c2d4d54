package dev.mqttdsp.edr.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Access tokens whose signature nobody looks at. */
public final class Jwts {
    private Jwts() {}

    /** One that ends then. */
    public static String until(Instant end) {
        return withClaims("{\"iss\":\"provider\",\"exp\":" + end.getEpochSecond() + "}");
    }

    /** One with that payload. */
    public static String withClaims(String json) {
        return encoded("{\"alg\":\"ES256\"}") + "." + encoded(json) + ".c2lnbmF0dXJl";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
