package dev.mqttdsp.identity.wallet;

import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.core.did.DidWeb;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;

/** Judges a credential before it is taken in: what no partner would accept is better refused at once. */
final class CredentialCheck implements Function<String, Result<VerifiableCredential>> {
    private static final int LONGEST = 64 * 1024;

    private final DidWeb did;
    private final Function<String, Result<Void>> signature;
    private final TypeTransformerRegistry transformers;
    private final Clock clock;

    /**
     * @param did of the holder
     * @param signature says what is wrong with a token's signature, by the key that it names
     */
    CredentialCheck(
            DidWeb did, Function<String, Result<Void>> signature, TypeTransformerRegistry transformers, Clock clock) {
        this.did = did;
        this.signature = signature;
        this.transformers = transformers;
        this.clock = clock;
    }

    @Override
    public Result<VerifiableCredential> apply(String text) {
        if (text.length() > LONGEST) {
            return Result.failure("it has more than " + LONGEST / 1024 + " KiB");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            if (jwt.getJWTClaimsSet().getJSONObjectClaim("vc") == null) {
                return Result.failure("it is a JWT without the claim 'vc'");
            }
            String holder = jwt.getJWTClaimsSet().getSubject();
            if (!did.id().equals(holder)) {
                return Result.failure("it is about '" + holder + "', and this participant is " + did);
            }
            Optional<Instant> end = Optional.ofNullable(jwt.getJWTClaimsSet().getExpirationTime())
                    .map(Date::toInstant)
                    .filter(expired -> expired.isBefore(clock.instant()));
            if (end.isPresent()) {
                return Result.failure("it has expired, at " + end.get());
            }
            return signed(jwt).compose(unused -> read(transformers, text));
        } catch (ParseException | IllegalArgumentException e) {
            return Result.failure("it is no signed JWT, or no credential: " + e.getMessage());
        }
    }

    /** What a credential says, whoever wrote it. */
    static Result<VerifiableCredential> read(TypeTransformerRegistry transformers, String jwt) {
        try {
            return transformers.transform(jwt, VerifiableCredential.class);
        } catch (RuntimeException e) {
            return Result.failure("it is no credential: " + e.getMessage());
        }
    }

    private Result<Void> signed(SignedJWT jwt) throws ParseException {
        String keyId = String.valueOf(jwt.getHeader().getKeyID());
        String issuer = String.valueOf(jwt.getJWTClaimsSet().getIssuer());
        if (!keyId.startsWith(issuer + "#")) {
            return Result.failure("its key '" + keyId + "' is not one of its issuer '" + issuer + "'");
        }
        return signature.apply(jwt.getParsedString());
    }
}
