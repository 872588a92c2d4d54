package dev.mqttdsp.acceptance.kit;

import java.util.Map;

/**
 * The same for tests that see a token end: another dataspace, where one lives for seconds, plain TCP is allowed, and assets
 * reach only some of the vault's secrets.
 */
public final class ShortTokens extends SharedDataspace {
    /** A token's life in seconds: short enough to wait for its end, long enough to connect in it on a busy machine. */
    public static final int LIFE = 8;

    /** What the alias of a secret has to begin with that an asset names. */
    public static final String ALIAS_PREFIX = "asset-";

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "edc.mqtt.token.lifetime",
                Integer.toString(LIFE),
                "edc.mqtt.allow.insecure",
                "true",
                "edc.mqtt.asset.alias.prefix",
                ALIAS_PREFIX);
    }
}
