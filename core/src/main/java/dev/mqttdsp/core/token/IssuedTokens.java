package dev.mqttdsp.core.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process issued, or has verified, by SHA-256, until it expires: admission of such a token is a hash instead of
 * a signature check. A token that is not remembered is no worse off than slower.
 */
public final class IssuedTokens {
    private final Map<Fingerprint, TokenClaims> byHash = new ConcurrentHashMap<>();
    private final int capacity;
    private final Clock clock;

    /**
     * @param capacity how many tokens are remembered at most
     */
    public IssuedTokens(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    void remember(String token, TokenClaims claims) {
        if (byHash.size() >= capacity) {
            Instant now = clock.instant();
            byHash.values().removeIf(old -> !now.isBefore(old.expiresAt()));
        }
        if (byHash.size() < capacity) {
            byHash.put(Fingerprint.of(token), claims);
        }
    }

    Optional<TokenClaims> find(String token) {
        return Optional.ofNullable(byHash.get(Fingerprint.of(token)));
    }
}
