package dev.mqttdsp.identity.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.edc.jwt.spi.JwtRegisteredClaimNames;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;

/** What EDC's own rules leave open (Decentralized Claims Protocol 1.0, §4.3.3 and §5.4.3; RFC 7519 §4.1.4 and §4.1.5). */
final class TokenRules {
    /** No self-issued token needs to live longer. */
    static final Duration LONGEST_LIFE = Duration.ofMinutes(15);

    private static final Duration SKEW = Duration.ofSeconds(5);

    private TokenRules() {}

    /** A token ends, and not too late: until then its id has to be remembered. */
    static TokenValidationRule endsSoon(Clock clock) {
        return (token, additional) -> {
            Instant expires = token.getInstantClaim(JwtRegisteredClaimNames.EXPIRATION_TIME);
            Instant now = clock.instant();
            if (expires == null) {
                return Result.failure("The 'exp' claim is mandatory.");
            }
            if (now.isAfter(expires)) {
                return Result.failure("The token has expired (exp).");
            }
            return expires.isAfter(now.plus(LONGEST_LIFE).plus(SKEW))
                    ? Result.failure(
                            "The token lives longer than %d minutes (exp).".formatted(LONGEST_LIFE.toMinutes()))
                    : Result.success();
        };
    }

    /** A presentation that has an end has not come to it; who asks for it takes it from its holder's own hands. */
    static TokenValidationRule isNotOver(Clock clock) {
        return (token, additional) -> {
            Instant expires = token.getInstantClaim(JwtRegisteredClaimNames.EXPIRATION_TIME);
            return expires != null && clock.instant().isAfter(expires)
                    ? Result.failure("The presentation has expired (exp).")
                    : Result.success();
        };
    }

    /** A token counts from when it says. */
    static TokenValidationRule hasBegun(Clock clock) {
        return (token, additional) -> {
            Instant from = token.getInstantClaim(JwtRegisteredClaimNames.NOT_BEFORE);
            return from != null && clock.instant().plus(SKEW).isBefore(from)
                    ? Result.failure("The token does not count yet (nbf).")
                    : Result.success();
        };
    }
}
