package dev.mqttdsp.identity.verify;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.did.DidWeb;
import java.text.ParseException;
import java.util.List;
import org.eclipse.edc.keys.spi.PublicKeyResolver;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.token.spi.TokenValidationRule;
import org.eclipse.edc.token.spi.TokenValidationService;

/**
 * Looks at tokens of DIDs before EDC does: the key has to be one of the issuer's, letter by letter. EDC makes a regular expression
 * of the issuer, in which a stranger's dot stands for any letter. Whether a token was used before is asked last, so that tokens that
 * are refused for another reason are not remembered (Decentralized Claims Protocol 1.0, §4.3.3).
 */
final class StrictTokens implements TokenValidationService {
    private static final String DID = "did:";
    private static final int LONGEST = 128 * 1024;

    private final TokenValidationService tokens;

    StrictTokens(TokenValidationService tokens) {
        this.tokens = tokens;
    }

    @Override
    public Result<ClaimToken> validate(
            TokenRepresentation token, PublicKeyResolver keys, List<TokenValidationRule> rules) {
        Result<Void> named = named(token.getToken());
        if (named.failed()) {
            return named.mapFailure();
        }
        List<TokenValidationRule> last =
                rules.stream().filter(OnceOnly.class::isInstance).toList();
        List<TokenValidationRule> others =
                rules.stream().filter(rule -> !last.contains(rule)).toList();
        return tokens.validate(token, keys, others).compose(claims -> last.stream()
                .map(rule -> rule.checkRule(claims, token.getAdditional()))
                .filter(Result::failed)
                .findFirst()
                .map(failed -> Result.<ClaimToken>failure(failed.getFailureMessages()))
                .orElseGet(() -> Result.success(claims)));
    }

    private static Result<Void> named(String token) {
        if (token == null || token.length() > LONGEST) {
            return Result.failure("There is no token, or it is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            String keyId = String.valueOf(jwt.getHeader().getKeyID());
            String issuer = String.valueOf(jwt.getJWTClaimsSet().getIssuer());
            if (!keyId.startsWith(DID) && !issuer.startsWith(DID)) {
                return Result.success(); // none of a participant's
            }
            return DidWeb.isDidWeb(issuer) && keyId.startsWith(issuer + "#")
                    ? Result.success()
                    : Result.failure("The key of the token (kid) is not one of its issuer (iss).");
        } catch (ParseException | RuntimeException e) {
            return Result.failure("The token is no signed JWT.");
        }
    }
}
