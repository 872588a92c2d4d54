package dev.mqttdsp.identity.verify;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.audit.Printable;
import java.text.ParseException;
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

    private final IdentityService identity;

    AccountedIdentity(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Result<TokenRepresentation> obtainClientCredentials(String participant, TokenParameters parameters) {
        Result<TokenRepresentation> token = identity.obtainClientCredentials(participant, parameters);
        if (token.failed()) {
            LOG.warn(
                    "no token for {}: {}",
                    Printable.of(String.valueOf(parameters.getStringClaim("aud"))),
                    shown(token.getFailureDetail()));
        }
        return token;
    }

    @Override
    public Result<ClaimToken> verifyJwtToken(
            String participant, TokenRepresentation token, VerificationContext context) {
        Result<ClaimToken> verified;
        try {
            verified = identity.verifyJwtToken(participant, token, context);
        } catch (RuntimeException e) {
            LOG.debug("a token that cannot be verified", e);
            verified = Result.failure(
                    "the token cannot be verified: " + e.getClass().getSimpleName());
        }
        if (verified.failed()) {
            LOG.warn("participant {} refused: {}", said(token.getToken()), shown(verified.getFailureDetail()));
        }
        return verified;
    }

    private static String shown(String detail) {
        return Printable.of(detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail);
    }

    /** Who the token says it is from, which is not proved. */
    private static String said(String token) {
        try {
            String issuer = SignedJWT.parse(String.valueOf(token).replace("Bearer ", ""))
                    .getJWTClaimsSet()
                    .getIssuer();
            return "'" + Printable.of(String.valueOf(issuer)) + "'";
        } catch (ParseException e) {
            return "(unknown)";
        }
    }
}
