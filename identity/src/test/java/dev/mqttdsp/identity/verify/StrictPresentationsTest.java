package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.token.SigningKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.edc.iam.decentralizedclaims.spi.PresentationRequestService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.CredentialFormat;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.Issuer;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiablePresentation;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiablePresentationContainer;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.spi.result.Result;
import org.junit.jupiter.api.Test;

class StrictPresentationsTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final String MEMBERSHIP = "org.eclipse.dspace.dcp.vc.type:MembershipCredential:read";
    private static final String AUDIT = "org.eclipse.dspace.dcp.vc.type:AuditCredential:read";
    private static final String TRUSTED = "did:web:authority.example";

    private final List<List<String>> asked = new ArrayList<>();
    private Function<List<String>, Result<List<VerifiablePresentationContainer>>> wallet;
    private final Wishes wishes = new Wishes();
    private final Map<String, Result<String>> statuses = new HashMap<>();
    private final PresentationRequestService strict = new StrictPresentations(
            (participant, ownDid, partner, token, scopes) -> {
                asked.add(scopes);
                return wallet.apply(scopes);
            },
            new CredentialJudge(new IssuerTrust(new Issuers()), new Statuses(statuses), Clock.systemUTC()),
            wishes);

    @Test
    void whatIsWishedForIsAskedForTogetherWithWhatIsDemanded() {
        wallet = scopes -> shown(credential("MembershipCredential"), credential("AuditCredential"));

        assertThat(wishing(AUDIT).succeeded()).isTrue();
        assertThat(asked).containsExactly(List.of(MEMBERSHIP, AUDIT));
    }

    @Test
    void whoHasNotWhatIsWishedForIsLetInNevertheless() {
        wallet = scopes -> shown(credential("MembershipCredential"));

        assertThat(wishing(AUDIT).succeeded()).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoRefusesToShowMoreIsAskedForWhatIsDemandedAlone() {
        wallet = scopes -> scopes.contains(AUDIT)
                ? Result.failure("requested Credentials outside of scope")
                : shown(credential("MembershipCredential"));

        assertThat(wishing(AUDIT).succeeded()).isTrue();
        assertThat(asked).containsExactly(List.of(MEMBERSHIP, AUDIT), List.of(MEMBERSHIP));
    }

    @Test
    void aWishedCredentialOfAnIssuerThatIsNotTrustedKeepsNobodyOut() {
        wallet = scopes -> scopes.contains(AUDIT)
                ? shown(
                        credential("MembershipCredential"),
                        credential("AuditCredential", Map.of(), "did:web:other.example"))
                : shown(credential("MembershipCredential"));

        assertThat(wishing(AUDIT).succeeded()).isTrue();
    }

    @Test
    void aWishedCredentialThatDoesNotCountKeepsNobodyOut() {
        for (Result<String> status :
                List.of(Result.success("revocation"), Result.<String>failure("the status list is not there"))) {
            asked.clear();
            statuses.put("AuditCredential", status);
            wallet = scopes -> scopes.contains(AUDIT)
                    ? shown(credential("MembershipCredential"), credential("AuditCredential"))
                    : shown(credential("MembershipCredential"));

            assertThat(wishing(AUDIT).getContent().get(0).presentation().getCredentials())
                    .hasSize(1);
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void nothingIsWishedForAfterwards() {
        wallet = scopes -> shown(credential("MembershipCredential"));
        wishing(AUDIT);
        asked.clear();

        assertThat(ask().succeeded()).isTrue();
        assertThat(asked).containsExactly(List.of(MEMBERSHIP));
    }

    @Test
    void whatIsDemandedIsDemandedHoweverMuchElseIsShown() {
        wallet = scopes -> shown(credential("AuditCredential"));

        assertThat(wishing(AUDIT).getFailureDetail()).contains("no MembershipCredential");
    }

    @Test
    void aStatusOfAnUnknownKindIsRefused() {
        for (Object status : List.of(
                Map.of("type", "RevocationList2020Status"),
                List.of(Map.of("type", "StatusList2021Entry"), Map.of("type", "Other")),
                "nonsense")) {
            wallet = scopes -> shown(credential("MembershipCredential", Map.of("credentialStatus", status), TRUSTED));

            assertThat(ask().getFailureDetail()).contains("a status of an unknown kind");
        }
        for (String type : List.of("StatusList2021Entry", "BitstringStatusListEntry")) {
            wallet = scopes -> shown(
                    credential("MembershipCredential", Map.of("credentialStatus", Map.of("type", type)), TRUSTED));

            assertThat(ask().succeeded()).isTrue();
        }
    }

    private Result<List<VerifiablePresentationContainer>> wishing(String scope) {
        return wishes.during(List.of(scope), this::ask);
    }

    private Result<List<VerifiablePresentationContainer>> ask() {
        return strict.requestPresentation(
                "own", "did:web:own.example", "did:web:partner.example", "token", List.of(MEMBERSHIP));
    }

    /** A credential, as it travels and as it is read. */
    private record Shown(String jwt, VerifiableCredential read) {}

    private static Result<List<VerifiablePresentationContainer>> shown(Shown... credentials) {
        String presentation = KEY.sign(
                "JWT",
                "did:web:partner.example#key",
                Map.of(
                        "vp",
                        Map.of(
                                "verifiableCredential",
                                Stream.of(credentials).map(Shown::jwt).toList())));
        VerifiablePresentation read = VerifiablePresentation.Builder.newInstance()
                .type("VerifiablePresentation")
                .credentials(Stream.of(credentials).map(Shown::read).toList())
                .build();
        return Result.success(
                List.of(new VerifiablePresentationContainer(presentation, CredentialFormat.VC1_0_JWT, read)));
    }

    private static Shown credential(String type) {
        return credential(type, Map.of(), TRUSTED);
    }

    private static Shown credential(String type, Map<String, Object> more, String issuer) {
        Map<String, Object> vc = new HashMap<>(more);
        vc.put("type", List.of("VerifiableCredential", type));
        return new Shown(
                KEY.sign("JWT", issuer + "#key", Map.of("iss", issuer, "vc", vc)),
                Samples.credential(type, type, issuer));
    }

    private static final class Issuers implements TrustedIssuerRegistry {
        @Override
        public void register(Issuer issuer, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> getSupportedTypes(Issuer issuer) {
            return issuer.id().equals(TRUSTED) ? Set.of(WILDCARD) : Set.of();
        }
    }
}
