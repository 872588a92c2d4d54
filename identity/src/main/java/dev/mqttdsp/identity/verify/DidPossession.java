package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.grant.Possession;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.edc.iam.did.spi.document.DidDocument;
import org.eclipse.edc.iam.did.spi.resolution.DidPublicKeyResolver;
import org.eclipse.edc.iam.did.spi.resolution.DidResolverRegistry;
import org.eclipse.edc.jwt.spi.JwtRegisteredClaimNames;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;
import org.eclipse.edc.token.spi.TokenValidationService;

/**
 * A consumer that is a DID shows that it refreshes itself: by a JWT for this side, signed with a key of its DID document, in which
 * {@code iss} and {@code sub} are its DID and {@code token} is the access token (Data Plane Signaling, profile for token renewal).
 */
final class DidPossession implements Possession {
    private static final String TOKEN = "token";
    private static final int LONGEST = 64 * 1024;

    private final TokenValidationService tokens;
    private final DidResolverRegistry documents;
    private final DidPublicKeyResolver keys;
    private final List<TokenValidationRule> rules;
    private final Executor executor;

    /**
     * @param own DID of this side
     * @param used remembers which proofs have been used
     * @param executor does what may have to wait for a DID document; bounded, it may reject
     */
    DidPossession(
            TokenValidationService tokens,
            DidResolverRegistry documents,
            DidPublicKeyResolver keys,
            DidWeb own,
            Executor executor,
            SeenTokens used,
            Clock clock) {
        this.tokens = tokens;
        this.documents = documents;
        this.keys = keys;
        this.executor = executor;
        this.rules = List.of(
                (token, additional) -> audience(token, own),
                TokenRules.endsSoon(clock),
                TokenRules.hasBegun(clock),
                new OnceOnly(clock, used));
    }

    private static Result<Void> audience(ClaimToken token, DidWeb own) {
        List<?> audience = token.getListClaim(JwtRegisteredClaimNames.AUDIENCE);
        return audience != null && audience.contains(own.id())
                ? Result.success()
                : Result.failure("its 'aud' is " + audience + ", not " + own);
    }

    @Override
    public CompletionStage<Possession.Verdict> of(String consumer, Optional<String> bearer) {
        if (!DidWeb.isDidWeb(consumer)) {
            return done(new Unneeded());
        }
        if (bearer.isEmpty() || bearer.get().length() > LONGEST) {
            return done(new Refused("there is no Bearer token that could be one"));
        }
        try {
            return CompletableFuture.<Possession.Verdict>supplyAsync(() -> judge(consumer, bearer.get()), executor)
                    .exceptionally(e -> new Refused("the Bearer token cannot be read"));
        } catch (RejectedExecutionException e) {
            return done(new Unavailable("too many are being looked at"));
        }
    }

    private Possession.Verdict judge(String consumer, String bearer) {
        Result<DidDocument> document = documents.resolve(consumer);
        if (document.failed()) {
            return new Unavailable(document.getFailureDetail());
        }
        Result<ClaimToken> verified = tokens.validate(bearer, keyId -> keys.resolveKey(own(keyId, consumer)), rules);
        if (verified.failed()) {
            return new Refused(verified.getFailureDetail());
        }
        ClaimToken token = verified.getContent();
        if (!consumer.equals(token.getStringClaim(JwtRegisteredClaimNames.ISSUER))
                || !consumer.equals(token.getStringClaim(JwtRegisteredClaimNames.SUBJECT))) {
            return new Refused("its 'iss' and 'sub' are not " + consumer);
        }
        String accessToken = token.getStringClaim(TOKEN);
        return accessToken == null || accessToken.isBlank()
                ? new Refused("its 'token' is missing")
                : new Proved(accessToken);
    }

    /** Only a key of the consumer's is looked for, whatever the token names. */
    private static String own(String keyId, String consumer) {
        return keyId != null && keyId.startsWith(consumer + "#") ? keyId : consumer + "#none";
    }

    private static CompletionStage<Possession.Verdict> done(Possession.Verdict result) {
        return CompletableFuture.completedFuture(result);
    }
}
