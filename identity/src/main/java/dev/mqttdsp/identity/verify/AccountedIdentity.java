package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.identity.Said;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.iam.TokenParameters;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.iam.VerificationContext;
import org.eclipse.edc.spi.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who was refused and why: the partner is told no more than that, and an operator who is asked needs to know.
 * What a stranger has sent may make EDC's verification throw; to the partner that is a refusal like any other.
 */
final class AccountedIdentity implements IdentityService {
    private static final Logger LOG = LoggerFactory.getLogger(AccountedIdentity.class);
    private static final int LONGEST = 500;
    /** Where EDC puts what was verified. */
    static final String VERIFIED = "vc";

    private final IdentityService identity;
    private final Wishes wishes;
    private final ShownCredentials shown;

    AccountedIdentity(IdentityService identity, Wishes wishes, ShownCredentials shown) {
        this.identity = identity;
        this.wishes = wishes;
        this.shown = shown;
    }

    @Override
    public Result<TokenRepresentation> obtainClientCredentials(String participant, TokenParameters parameters) {
        Result<TokenRepresentation> token = identity.obtainClientCredentials(participant, parameters);
        if (token.failed()) {
            LOG.warn(
                    "no token for {}: {}",
                    Printable.of(String.valueOf(parameters.getStringClaim("aud"))),
                    cut(token.getFailureDetail()));
        }
        return token;
    }

    @Override
    public Result<ClaimToken> verifyJwtToken(
            String participant, TokenRepresentation token, VerificationContext context) {
        Result<ClaimToken> verified;
        try {
            VerificationContext demanded = VerificationContext.Builder.newInstance()
                    .policy(context.getPolicy())
                    .scopes(Wishes.demanded(context.getScopes()).collect(Collectors.toSet()))
                    .build();
            verified = wishes.during(
                    Wishes.wished(context.getScopes()).toList(),
                    () -> identity.verifyJwtToken(participant, token, demanded));
            verified.onSuccess(claims -> remember(Said.issuer(token.getToken()), claims));
        } catch (RuntimeException e) {
            LOG.debug("a token that cannot be verified", e);
            verified = Result.failure(
                    "the token cannot be verified: " + e.getClass().getSimpleName());
        }
        if (verified.failed()) {
            LOG.warn("participant {} refused: {}", Said.by(token.getToken()), cut(verified.getFailureDetail()));
        }
        return verified;
    }

    private void remember(Optional<String> partner, ClaimToken claims) {
        List<VerifiableCredential> credentials = claims.getClaim(VERIFIED) instanceof List<?> verified
                ? verified.stream()
                        .filter(VerifiableCredential.class::isInstance)
                        .map(VerifiableCredential.class::cast)
                        .toList()
                : List.of();
        partner.ifPresent(did -> shown.remember(did, credentials));
    }

    private static String cut(String detail) {
        return Printable.of(detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail);
    }
}
