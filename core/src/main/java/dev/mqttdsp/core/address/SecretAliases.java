package dev.mqttdsp.core.address;

import java.util.Set;

/**
 * Which secrets of the vault assets may name: whoever may create an asset must not reach them all.
 *
 * @param prefix what an asset's alias has to begin with; empty for any
 * @param reserved aliases of this connector's own secrets, which no asset may name
 */
public record SecretAliases(String prefix, Set<String> reserved) {
    /** Any alias may be named. */
    public static final SecretAliases ANY = new SecretAliases("", Set.of());

    public SecretAliases {
        reserved = Set.copyOf(reserved);
    }

    boolean allow(String alias) {
        return alias.startsWith(prefix) && !reserved.contains(alias);
    }

    String accepted() {
        String what = "the alias of a secret in the vault, not of one of the connector's own";
        return prefix.isEmpty() ? what : what + ", beginning with '" + prefix + "'";
    }
}
