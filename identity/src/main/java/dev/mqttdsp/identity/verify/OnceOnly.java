package dev.mqttdsp.identity.verify;

import dev.mqttdsp.identity.verify.SeenTokens.Seen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.edc.jwt.spi.JwtRegisteredClaimNames;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;

/**
 * Lets each token count once: remembers the ids of tokens until these end (Decentralized Claims Protocol 1.0, §4.3.1: {@code jti} is
 * required). Of two that come at the same moment one counts. Bounded, and no participant can take the room of the others: where
 * there is none left, who has many in it is refused. Thread safe.
 *
 * <p>EDC's own rule lets tokens without an id through as often as they come, and remembers the others for ever.
 */
final class OnceOnly implements TokenValidationRule {
    private static final int MOST = 200_000;
    private static final int MOST_OF_ONE = 50_000;
    private static final int ALWAYS_OF_ONE = 1_000;
    private static final int LONGEST_ID = 512;
    private static final Duration SWEEP = Duration.ofSeconds(10);
    /** A token may be looked at a moment after its end. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Clock clock;
    /** When each may be forgotten. */
    private final Map<Seen, Instant> seen;

    private final SeenTokens kept;

    private final Map<String, Integer> ofIssuer = new HashMap<>();
    private Instant swept;

    /**
     * @param kept also remembers them
     */
    OnceOnly(Clock clock, SeenTokens kept) {
        this.clock = clock;
        this.kept = kept;
        this.swept = clock.instant();
        this.seen = kept.read(swept);
        seen.keySet().forEach(one -> ofIssuer.merge(one.issuer(), 1, Integer::sum));
    }

    @Override
    public Result<Void> checkRule(ClaimToken token, Map<String, Object> additional) {
        String id = token.getStringClaim(JwtRegisteredClaimNames.JWT_ID);
        Instant expires = token.getInstantClaim(JwtRegisteredClaimNames.EXPIRATION_TIME);
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return Result.failure("The 'jti' claim is mandatory, and has %d characters at most.".formatted(LONGEST_ID));
        }
        if (expires == null) {
            return Result.failure("The 'exp' claim is mandatory.");
        }
        String issuer = String.valueOf(token.getStringClaim(JwtRegisteredClaimNames.ISSUER));
        return isFirst(new Seen(digest(issuer), digest(id)), expires.plus(MARGIN));
    }

    private synchronized Result<Void> isFirst(Seen one, Instant until) {
        Instant now = clock.instant();
        if (!now.isBefore(swept.plus(SWEEP))) {
            swept = now;
            seen.entrySet().removeIf(entry -> {
                boolean over = entry.getValue().isBefore(now);
                if (over) {
                    ofIssuer.computeIfPresent(
                            entry.getKey().issuer(), (issuer, number) -> number == 1 ? null : number - 1);
                }
                return over;
            });
            kept.shrinkTo(seen);
        }
        if (seen.containsKey(one)) {
            return Result.failure("The token was used before (jti).");
        }
        int his = ofIssuer.getOrDefault(one.issuer(), 0);
        if (his >= MOST_OF_ONE || (seen.size() >= MOST && his >= ALWAYS_OF_ONE)) {
            return Result.failure("More tokens of this participant have come than can be remembered.");
        }
        seen.put(one, until);
        kept.add(one, until);
        ofIssuer.merge(one.issuer(), 1, Integer::sum);
        return Result.success();
    }

    /** As long as that, whatever somebody calls himself. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
