package dev.mqttdsp.identity.verify;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mqttdsp.identity.ScopeForm;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.edc.iam.decentralizedclaims.spi.PresentationRequestService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.CredentialFormat;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiablePresentationContainer;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.revocation.bitstringstatuslist.BitstringStatusListStatus;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.revocation.statuslist2021.StatusList2021Status;
import org.eclipse.edc.spi.result.Result;

/**
 * Lets presentations of the profile {@code vc11-sl2021/jwt} through and nothing else, before EDC verifies them: a JWT with a {@code vp}
 * in which every credential is a JWT with a {@code vc}. What is two things at once EDC verifies as one and reads as the other.
 * Credentials count from a trusted issuer of just their type; nothing that others name is asked for anything (Decentralized Claims
 * Protocol 1.0, §5.4.2 and §5.4.3; Verifiable Credentials 1.1, §6.3.1).
 */
final class StrictPresentations implements PresentationRequestService {
    private static final String VP = "vp";
    private static final String VC = "vc";
    private static final String CONTEXT = "@context";
    private static final long LONG_NANOS = 3_000_000_000L;
    private static final int MOST_PRESENTATIONS = 10;
    private static final int MOST_CREDENTIALS = 50;

    private final PresentationRequestService presentations;
    private final CredentialJudge judge;
    private final Wishes wishes;

    StrictPresentations(PresentationRequestService presentations, CredentialJudge judge, Wishes wishes) {
        this.presentations = presentations;
        this.judge = judge;
        this.wishes = wishes;
    }

    /** What a credential says of itself. */
    private record Claimed(String issuer, List<String> types) {}

    /**
     * What is wished for is asked for together with what is demanded. Who does not show it so, or shows something that does not count
     * and would be refused with it, is asked for what is demanded alone; but not who has let this side wait.
     */
    @Override
    public Result<List<VerifiablePresentationContainer>> requestPresentation(
            String participant, String ownDid, String partner, String token, List<String> scopes) {
        if (!wishes.now().isEmpty()) {
            List<String> all =
                    Stream.concat(scopes.stream(), wishes.now().stream()).toList();
            long begin = System.nanoTime();
            Result<List<VerifiablePresentationContainer>> shown = judged(
                            presentations.requestPresentation(participant, ownDid, partner, token, all), scopes)
                    .compose(this::counting);
            if (shown.succeeded() || System.nanoTime() - begin > LONG_NANOS) {
                return shown;
            }
        }
        return judged(presentations.requestPresentation(participant, ownDid, partner, token, scopes), scopes);
    }

    private Result<List<VerifiablePresentationContainer>> counting(List<VerifiablePresentationContainer> shown) {
        return shown.stream()
                .flatMap(one -> one.presentation().getCredentials().stream())
                .map(judge::of)
                .filter(verdict -> !(verdict instanceof CredentialJudge.Good))
                .findFirst()
                .map(verdict -> Result.<List<VerifiablePresentationContainer>>failure(verdict.toString()))
                .orElseGet(() -> Result.success(shown));
    }

    private Result<List<VerifiablePresentationContainer>> judged(
            Result<List<VerifiablePresentationContainer>> presented, List<String> scopes) {
        return presented.compose(shown -> {
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
        if (!isKnown(vc.get("credentialStatus"))) {
            throw new ParseException("it holds a credential with a status of an unknown kind", 0);
        }
        List<String> types = vc.get("type") instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(vc.get("type")));
        return new Claimed(String.valueOf(claims.getIssuer()), types);
    }

    /** Of a status that it does not know EDC believes that all is well. */
    private static boolean isKnown(Object status) {
        if (status instanceof List<?> several) {
            return several.stream().allMatch(StrictPresentations::isKnown);
        }
        return status == null
                || (status instanceof Map<?, ?> one
                        && (StatusList2021Status.TYPE.equals(one.get("type"))
                                || BitstringStatusListStatus.TYPE.equals(one.get("type"))));
    }

    private Result<Void> trusted(List<Claimed> credentials) {
        return credentials.stream()
                .filter(credential -> !judge.trust().has(credential.issuer()))
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
                        .noneMatch(credential -> judge.trust().counts(credential.issuer(), credential.types(), type)))
                .findFirst()
                .map(type -> Result.<Void>failure(
                        "Not all requested credentials are there: no %s of an issuer that is trusted for it"
                                .formatted(type)))
                .orElseGet(Result::success);
    }
}
