package dev.mqttdsp.acceptance.kit;

import java.util.Map;

/** The same for tests that see a token end: another dataspace, where one lives for seconds, and plain TCP is allowed. */
public final class ShortTokens extends SharedDataspace {
    /** A token's life in seconds. */
    public static final int LIFE = 6;

    @Override
    protected Map<String, String> settings() {
        return Map.of("edc.mqtt.token.lifetime", Integer.toString(LIFE), "edc.mqtt.allow.insecure", "true");
    }
}
