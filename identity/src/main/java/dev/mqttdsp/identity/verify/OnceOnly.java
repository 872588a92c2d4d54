package dev.mqttdsp.identity.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.edc.jwt.spi.JwtRegisteredClaimNames;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;

/**
 * Lets each token count once: remembers the ids as long as a token may live (Decentralized Claims Protocol 1.0, §4.3.1: {@code
 * jti} is required). Of two that come at the same moment one counts. Bounded: where there are too many to remember, further
 * ones do not count. Thread safe.
 *
 * <p>EDC's own rule lets tokens without an id through as often as they come, and remembers the others for ever.
 */
final class OnceOnly implements TokenValidationRule {
    private static final int MOST = 200_000;
    private static final int LONGEST_ID = 512;

    private final Duration life;
    private final Clock clock;
    /** When each may be forgotten; the oldest first, because all are remembered for the same time. */
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /**
     * @param life longer than a token is accepted
     */
    OnceOnly(Duration life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Result<Void> checkRule(ClaimToken token, Map<String, Object> additional) {
        String id = token.getStringClaim(JwtRegisteredClaimNames.JWT_ID);
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return Result.failure("The 'jti' claim is mandatory, and has %d characters at most.".formatted(LONGEST_ID));
        }
        return isFirst(token.getStringClaim(JwtRegisteredClaimNames.ISSUER) + " " + id);
    }

    private synchronized Result<Void> isFirst(String id) {
        Instant now = clock.instant();
        Iterator<Instant> ends = seen.values().iterator();
        while (ends.hasNext() && ends.next().isBefore(now)) {
            ends.remove();
        }
        if (seen.size() >= MOST) {
            return Result.failure("More tokens have come than can be remembered.");
        }
        return seen.putIfAbsent(id, now.plus(life)) == null
                ? Result.success()
                : Result.failure("The token was used before (jti).");
    }
}
