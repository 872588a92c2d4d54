package dev.mqttdsp.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.token.Verification.Reason;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Verifies access tokens: algorithm, type, issuer and audience are pinned, keys named by the token itself ({@code jku},
 * {@code x5u}, {@code jwk}) are ignored, and there is no clock skew: issuer and verifier are one process, or two whose
 * operator keeps their clocks together.
 */
public final class TokenVerifier {
    /** Characters; none of ours is longer, and what is longer is not parsed. */
    static final int MAX_LENGTH = 32_768;

    private final String participant;
    private final PublicKeys keys;
    private final IssuedTokens issued;
    private final Executor executor;
    private final Clock clock;

    /**
     * @param participant the provider's participant id: issuer and audience of every token
     * @param issued remembers what was verified
     * @param executor checks signatures of tokens that are not remembered; bounded, it may reject
     */
    public TokenVerifier(String participant, PublicKeys keys, IssuedTokens issued, Executor executor, Clock clock) {
        this.participant = participant;
        this.keys = keys;
        this.issued = issued;
        this.executor = executor;
        this.clock = clock;
    }

    /** The same for what one key has signed. */
    public TokenVerifier(String participant, SigningKey key, IssuedTokens issued, Executor executor, Clock clock) {
        this(participant, key.publicKeys(), issued, executor, clock);
    }

    /**
     * Verifies a token. What this process issued, or has verified, is known at once; of others the cheap claims are looked at first, and
     * the signature on the executor.
     */
    public CompletionStage<Verification> verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return done(Reason.BAD);
        }
        Optional<TokenClaims> known = issued.find(token);
        if (known.isPresent()) {
            TokenClaims claims = known.get();
            return CompletableFuture.completedFuture(
                    isOver(claims)
                            ? new Verification.Rejected(Reason.EXPIRED, Optional.of(claims.flowId()))
                            : new Verification.Verified(claims));
        }
        SignedJWT jwt;
        TokenClaims claims;
        try {
            jwt = SignedJWT.parse(token);
            claims = plausible(jwt);
        } catch (ParseException | RuntimeException e) {
            return done(Reason.BAD); // hostile input: whatever a parser throws, it is no token of ours
        }
        if (claims == null) {
            return done(Reason.BAD);
        }
        if (isOver(claims)) {
            return done(Reason.EXPIRED);
        }
        try {
            return CompletableFuture.supplyAsync(() -> checkSignature(token, jwt, claims), executor);
        } catch (RejectedExecutionException e) {
            return done(Reason.BUSY);
        }
    }

    /** RFC 7519 §4.1.4: on or after {@code exp} it must not be accepted. */
    private boolean isOver(TokenClaims claims) {
        return !clock.instant().isBefore(claims.expiresAt());
    }

    /** The claims, if everything but the signature is as this process would have written it; null otherwise. */
    private TokenClaims plausible(SignedJWT jwt) throws ParseException {
        JWSHeader header = jwt.getHeader();
        // RFC 8725 §3.1 and §3.11: one algorithm, one type, whatever the token says. "none" and HMAC fall here.
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
                || !TokenIssuer.TYPE.equals(header.getType())
                || keys.verifier(header.getKeyID()).isEmpty()) {
            return null;
        }
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        Long epoch = claims.getLongClaim(TokenIssuer.EPOCH);
        String flowId = claims.getStringClaim(TokenIssuer.FLOW_ID);
        if (!participant.equals(claims.getIssuer())
                || !List.of(participant).equals(claims.getAudience())
                || claims.getExpirationTime() == null
                || claims.getJWTID() == null
                || flowId == null
                || epoch == null) {
            return null;
        }
        Instant expiry = claims.getExpirationTime().toInstant();
        return new TokenClaims(claims.getJWTID(), flowId, epoch, expiry);
    }

    /** The flow of a token that this side has issued, whether it still counts or not; empty for any other token. */
    public Optional<String> flowOf(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            TokenClaims claims = plausible(jwt);
            return claims != null
                            && jwt.verify(
                                    keys.verifier(jwt.getHeader().getKeyID()).orElseThrow())
                    ? Optional.of(claims.flowId())
                    : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Optional.empty(); // as above
        }
    }

    private Verification checkSignature(String token, SignedJWT jwt, TokenClaims claims) {
        try {
            if (!jwt.verify(keys.verifier(jwt.getHeader().getKeyID()).orElseThrow())) {
                return new Verification.Rejected(Reason.BAD);
            }
            issued.remember(token, claims);
            return new Verification.Verified(claims);
        } catch (JOSEException | RuntimeException e) {
            return new Verification.Rejected(Reason.BAD); // as above: hostile input must not come out as an exception
        }
    }

    private static CompletionStage<Verification> done(Reason reason) {
        return CompletableFuture.completedFuture(new Verification.Rejected(reason));
    }
}
