package dev.mqttdsp.identity.remote;

import static org.eclipse.edc.iam.decentralizedclaims.spi.SelfIssuedTokenConstants.BEARER_ACCESS_SCOPE;
import static org.eclipse.edc.iam.decentralizedclaims.spi.SelfIssuedTokenConstants.PRESENTATION_TOKEN_CLAIM;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.audit.Printable;
import dev.mqttdsp.core.did.DidWeb;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.edc.jwt.spi.JwtRegisteredClaimNames;
import org.eclipse.edc.spi.result.Result;

/**
 * A self-issued token that this side wants, in the parameters that a secure token service takes.
 *
 * @param audience the partner that it is for
 * @param scope what the partner may ask the wallet for; empty where it may not ask
 * @param token what it has to hold as {@code token}; empty where the service decides
 */
record AskedToken(String audience, Optional<String> scope, Optional<String> token) {
    /** What the service decides for itself. */
    private static final Set<String> ITS_OWN = Set.of("iss", "sub", "iat", "nbf", "exp", "jti");

    /** Of these claims; fails where one of them cannot be asked for. */
    static Result<AskedToken> of(Map<String, Object> claims, String scope) {
        Set<String> others = new TreeSet<>(claims.keySet());
        others.removeAll(ITS_OWN);
        others.remove(JwtRegisteredClaimNames.AUDIENCE);
        others.remove(PRESENTATION_TOKEN_CLAIM);
        Object audience = claims.get(JwtRegisteredClaimNames.AUDIENCE);
        if (audience == null || !others.isEmpty()) {
            return Result.failure(
                    audience == null ? "a token is for somebody, and this one has no 'aud'" : "no STS knows " + others);
        }
        return Result.success(new AskedToken(
                audience.toString(),
                Optional.ofNullable(scope),
                Optional.ofNullable(claims.get(PRESENTATION_TOKEN_CLAIM)).map(Object::toString)));
    }

    /** The fields of the request, beside those that say who asks. */
    Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("audience", audience);
        scope.ifPresent(text -> form.put(BEARER_ACCESS_SCOPE, text));
        token.ifPresent(text -> form.put(PRESENTATION_TOKEN_CLAIM, text));
        return form;
    }

    /**
     * What is wrong with a token that has come, to be read after the name of who gave it; empty where it is the one. Its
     * signature is the partner's to judge.
     *
     * @param own whose token it has to be
     */
    Optional<String> problem(String jwt, DidWeb own) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(jwt).getJWTClaimsSet();
            for (String who : new String[] {claims.getIssuer(), claims.getSubject()}) {
                if (!own.id().equals(who)) {
                    return Optional.of("gives a token of " + shown(who) + ", and this participant is " + own);
                }
            }
            if (!claims.getAudience().contains(audience)) {
                return Optional.of("gives a token for " + shown(claims.getAudience()) + ", not for " + shown(audience));
            }
            Object held = claims.getClaim(PRESENTATION_TOKEN_CLAIM);
            boolean right = token.map(text -> text.equals(held)).orElse(scope.isEmpty() || held instanceof String);
            return right ? Optional.empty() : Optional.of("gives a token that does not hold what it should as 'token'");
        } catch (ParseException e) {
            return Optional.of("gives a token that is no signed JWT");
        }
    }

    private static String shown(Object said) {
        return Printable.of(String.valueOf(said));
    }
}
