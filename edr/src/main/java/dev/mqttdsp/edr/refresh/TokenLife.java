package dev.mqttdsp.edr.refresh;

import dev.mqttdsp.core.outbound.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The life of an access token.
 *
 * @param end when it is over
 * @param whole how long it is from beginning to end
 */
record TokenLife(Instant end, Duration whole) {

    /**
     * By the token's own word where it is a JWT, else by the data address; empty where neither says it.
     *
     * @param since when the data address was stored
     */
    static Optional<TokenLife> of(AddressTokens tokens, Supplier<Instant> since) {
        Optional<Jwt> jwt = Jwt.of(tokens.accessToken());
        if (jwt.isPresent()) {
            Instant end = jwt.get().expiresAt();
            Duration whole = tokens.expiresIn()
                    .orElseGet(() -> Duration.between(jwt.get().issuedAt().orElseGet(since), end));
            return Optional.of(new TokenLife(end, whole));
        }
        return tokens.expiresIn().map(whole -> new TokenLife(since.get().plus(whole), whole));
    }

    /** Whether less than a third is left. */
    boolean isDue(Instant now) {
        return isOver(now) || Duration.between(now, end).multipliedBy(3).compareTo(whole) < 0;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end);
    }
}
