package dev.mqttdsp.identity.verify;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.identity.ScopeForm;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.edc.iam.decentralizedclaims.spi.PresentationRequestService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.CredentialFormat;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.Issuer;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiablePresentationContainer;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.spi.result.Result;

/**
 * Lets presentations of the profile {@code vc11-sl2021/jwt} through and nothing else, before EDC verifies them: a JWT with a {@code vp}
 * in which every credential is a JWT with a {@code vc}. What is two things at once EDC verifies as one and reads as the other.
 * Credentials count from a trusted issuer of just their type; nothing that others name is asked for anything.
 */
final class StrictPresentations implements PresentationRequestService {
    private static final String VP = "vp";
    private static final String VC = "vc";
    private static final String CONTEXT = "@context";
    private static final int MOST_PRESENTATIONS = 10;
    private static final int MOST_CREDENTIALS = 50;

    private final PresentationRequestService presentations;
    private final TrustedIssuerRegistry issuers;

    StrictPresentations(PresentationRequestService presentations, TrustedIssuerRegistry issuers) {
        this.presentations = presentations;
        this.issuers = issuers;
    }

    /** What a credential says of itself. */
    private record Claimed(String issuer, List<String> types) {}

    @Override
    public Result<List<VerifiablePresentationContainer>> requestPresentation(
            String participant, String ownDid, String partner, String token, List<String> scopes) {
        return presentations
                .requestPresentation(participant, ownDid, partner, token, scopes)
                .compose(shown -> {
                    Result<Void> judged = judge(shown, scopes);
                    return judged.succeeded() ? Result.success(shown) : judged.mapFailure();
                });
    }

    private Result<Void> judge(List<VerifiablePresentationContainer> shown, List<String> scopes) {
        if (shown.size() > MOST_PRESENTATIONS) {
            return Result.failure("there are more than %d presentations".formatted(MOST_PRESENTATIONS));
        }
        List<Claimed> credentials = new ArrayList<>();
        for (VerifiablePresentationContainer presentation : shown) {
            try {
                if (presentation.format() != CredentialFormat.VC1_0_JWT) {
                    return Result.failure("a presentation is none of the profile vc11-sl2021/jwt");
                }
                credentials.addAll(credentials(presentation.rawVp()));
            } catch (ParseException | RuntimeException e) {
                return Result.failure("a presentation cannot be used: " + e.getMessage());
            }
        }
        return trusted(credentials).compose(unused -> complete(credentials, scopes));
    }

    private static List<Claimed> credentials(String presentation) throws ParseException {
        JWTClaimsSet claims = SignedJWT.parse(presentation).getJWTClaimsSet();
        if (claims.getClaim(VC) != null || claims.getClaim(CONTEXT) != null) {
            throw new ParseException("it is something else as well", 0);
        }
        if (!(claims.getClaim(VP) instanceof Map<?, ?> vp)
                || !(vp.get("verifiableCredential") instanceof List<?> list)
                || list.size() > MOST_CREDENTIALS) {
            throw new ParseException("it holds no list of credentials, or more than " + MOST_CREDENTIALS, 0);
        }
        List<Claimed> credentials = new ArrayList<>();
        for (Object credential : list) {
            if (!(credential instanceof String jwt)) {
                throw new ParseException("it holds a credential that is no JWT", 0);
            }
            credentials.add(credential(SignedJWT.parse(jwt).getJWTClaimsSet()));
        }
        return credentials;
    }

    private static Claimed credential(JWTClaimsSet claims) throws ParseException {
        if (claims.getClaim(VP) != null
                || claims.getClaim(CONTEXT) != null
                || !(claims.getClaim(VC) instanceof Map<?, ?> vc)) {
            throw new ParseException("it holds a credential that is none, or something else as well", 0);
        }
        if (vc.get("credentialSchema") != null) {
            throw new ParseException("it holds a credential with a schema, which is not supported", 0);
        }
        List<String> types = vc.get("type") instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(vc.get("type")));
        return new Claimed(String.valueOf(claims.getIssuer()), types);
    }

    private Result<Void> trusted(List<Claimed> credentials) {
        return credentials.stream()
                .filter(credential -> supported(credential).isEmpty())
                .findFirst()
                .map(credential -> Result.<Void>failure(
                        "Credential types '%s' are not supported for issuer '%s': it is not trusted"
                                .formatted(credential.types(), credential.issuer())))
                .orElseGet(Result::success);
    }

    /** Each type that is asked for is there, by an issuer that may give it. */
    private Result<Void> complete(List<Claimed> credentials, List<String> scopes) {
        return scopes.stream()
                .map(ScopeForm::type)
                .flatMap(Optional::stream)
                .filter(type -> credentials.stream()
                        .noneMatch(credential -> credential.types().contains(type)
                                && (supported(credential).contains(type)
                                        || supported(credential).contains(TrustedIssuerRegistry.WILDCARD))))
                .findFirst()
                .map(type -> Result.<Void>failure(
                        "Not all requested credentials are there: no %s of an issuer that is trusted for it"
                                .formatted(type)))
                .orElseGet(Result::success);
    }

    private Set<String> supported(Claimed credential) {
        return issuers.getSupportedTypes(new Issuer(credential.issuer(), Map.of()));
    }
}
