package dev.mqttdsp.identity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Entitlement.Entitled;
import dev.mqttdsp.core.grant.Entitlement.Lost;
import dev.mqttdsp.core.grant.Entitlement.Unavailable;
import dev.mqttdsp.core.grant.Grant;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.edc.connector.controlplane.contract.spi.policy.TransferProcessPolicyContext;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.Issuer;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.validation.TrustedIssuerRegistry;
import org.eclipse.edc.participant.spi.ParticipantAgent;
import org.eclipse.edc.participant.spi.ParticipantAgentService;
import org.eclipse.edc.participant.spi.ParticipantAgentServiceExtension;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.result.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingTest {
    private static final String PARTNER = "did:web:partner.example";
    private static final String MEMBERSHIP = "MembershipCredential";

    @TempDir
    private Path directory;

    private ShownCredentials shown;
    private Instant now = Samples.END.minusSeconds(60);
    private Set<String> trusted = Set.of("*");
    private final Map<String, Result<String>> statuses = new HashMap<>();
    private Optional<ContractAgreement> agreement = Optional.of(ContractAgreement.Builder.newInstance()
            .providerId("did:web:provider.example")
            .consumerId(PARTNER)
            .assetId("asset")
            .policy(Policy.Builder.newInstance().build())
            .build());
    private Function<TransferProcessPolicyContext, Result<Void>> policy = context -> Result.success();

    @BeforeEach
    void remember() {
        shown = new ShownCredentials(directory, Samples.JSON);
    }

    @Test
    void whoHasShownWhatEveryPartnerHasToIsEntitled() {
        shows(MEMBERSHIP);

        assertThat(verdict()).isInstanceOf(Entitled.class);
    }

    @Test
    void whoseMembershipWasTakenBackIsNot() {
        shows(MEMBERSHIP);
        statuses.put(MEMBERSHIP, Result.success("revocation"));

        assertThat(why()).contains("no MembershipCredential that counts", "taken back by its issuer (revocation)");
    }

    @Test
    void whoseMembershipHasExpiredIsNot() {
        shows(MEMBERSHIP);
        now = Samples.END;

        assertThat(why()).contains("has expired, at 2030-01-01T00:00:00Z");
    }

    @Test
    void whoseAuthorityIsTrustedNoLongerIsNot() {
        shows(MEMBERSHIP);
        trusted = Set.of();
        assertThat(why()).contains("an issuer that is not trusted");

        trusted = Set.of("VerifiableCredential");
        assertThat(why()).contains("no MembershipCredential that counts");
    }

    @Test
    void whoHasLostAnotherCredentialIsEntitledUnlessTheContractDemandsIt() {
        shows(MEMBERSHIP, "AuditCredential");
        statuses.put("AuditCredential", Result.success("revocation"));
        assertThat(verdict()).isInstanceOf(Entitled.class);

        policy = context -> types(context).contains("AuditCredential")
                ? Result.success()
                : Result.failure("credentials [AuditCredential] not shown");
        assertThat(why()).contains("[AuditCredential] not shown", "was taken back");

        statuses.clear();
        assertThat(verdict()).isInstanceOf(Entitled.class);
    }

    @Test
    void thePolicyIsToldWhoItIsAndWhatTheContractIs() {
        shows(MEMBERSHIP);
        policy = context -> context.participantAgent().getIdentity().equals(PARTNER)
                        && context.contractAgreement().equals(agreement.orElseThrow())
                        && context.now().equals(now)
                ? Result.failure("the contract is over")
                : Result.success();

        assertThat(why()).isEqualTo("the contract is over");
    }

    @Test
    void whereTheStatusCannotBeHadNobodyCanTell() {
        shows(MEMBERSHIP);
        statuses.put(MEMBERSHIP, Result.failure("503"));
        assertThat(verdict()).isInstanceOf(Unavailable.class);

        statuses.remove(MEMBERSHIP);
        statuses.put("throws", Result.success(""));
        assertThat(verdict()).isInstanceOf(Unavailable.class);
    }

    @Test
    void whatNobodyCanTellAboutSavesNobodyWhoWouldLackSomethingAnyway() {
        shows(MEMBERSHIP, "AuditCredential");
        statuses.put(MEMBERSHIP, Result.success("revocation"));
        statuses.put("AuditCredential", Result.failure("503"));

        assertThat(why()).contains("no MembershipCredential that counts");
    }

    @Test
    void aStatusThatNobodyNeedsMayBeUnknown() {
        shows(MEMBERSHIP, "AuditCredential");
        statuses.put("AuditCredential", Result.failure("503"));

        assertThat(verdict()).isInstanceOf(Entitled.class);
    }

    @Test
    void ofWhomNothingIsRememberedNobodyCanTell() {
        assertThat(verdict()).isInstanceOf(Unavailable.class);

        shows(MEMBERSHIP);
        agreement = Optional.empty();
        assertThat(verdict()).isInstanceOf(Unavailable.class);
    }

    @Test
    void whoIsNoDidHasNothingToLose() {
        assertThat(standing(Runnable::run)
                        .of(grant("BPNL1"))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Entitled.class);
    }

    @Test
    void whenTooManyAreJudgedNobodyCanTell() {
        shows(MEMBERSHIP);

        assertThat(standing(task -> {
                            throw new RejectedExecutionException("full");
                        })
                        .of(grant(PARTNER))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Unavailable.class);
    }

    private void shows(String... types) {
        shown.remember(
                PARTNER,
                List.of(types).stream()
                        .map(type -> Samples.credential(type, type))
                        .toList());
    }

    private static List<String> types(TransferProcessPolicyContext context) {
        return ((List<?>) context.participantAgent().getClaims().get("vc"))
                .stream()
                        .flatMap(credential -> ((VerifiableCredential) credential).getType().stream())
                        .toList();
    }

    private String why() {
        assertThat(verdict()).isInstanceOf(Lost.class);
        return ((Lost) verdict()).why();
    }

    private Entitlement.Verdict verdict() {
        return standing(Runnable::run).of(grant(PARTNER)).toCompletableFuture().join();
    }

    private Standing standing(Executor executor) {
        return new Standing(
                shown,
                new CredentialJudge(
                        new IssuerTrust(issuers()), new Statuses(statuses), Clock.fixed(now, ZoneOffset.UTC)),
                List.of("org.eclipse.dspace.dcp.vc.type:MembershipCredential:read"),
                new Standing.Contracts(flow -> agreement, engine(), agents()),
                executor,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private TrustedIssuerRegistry issuers() {
        return new TrustedIssuerRegistry() {
            @Override
            public void register(Issuer issuer, String type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Set<String> getSupportedTypes(Issuer issuer) {
                return issuer.id().equals(Samples.ISSUER) ? trusted : Set.of();
            }
        };
    }

    private static ParticipantAgentService agents() {
        return new ParticipantAgentService() {
            @Override
            public ParticipantAgent createFor(ClaimToken token, String id) {
                return new ParticipantAgent(id, token.getClaims(), Map.of());
            }

            @Override
            public void register(ParticipantAgentServiceExtension extension) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private PolicyEngine engine() {
        return (PolicyEngine) Proxy.newProxyInstance(
                StandingTest.class.getClassLoader(),
                new Class<?>[] {PolicyEngine.class},
                (proxy, method, arguments) -> policy.apply((TransferProcessPolicyContext) arguments[1]));
    }

    private static Grant grant(String consumer) {
        return new Grant(
                "flow",
                "did:web:provider.example",
                consumer,
                "agreement",
                "asset",
                null,
                null,
                null,
                Instant.MAX,
                Grant.State.OPEN,
                1,
                1,
                null,
                Optional.empty(),
                Instant.EPOCH);
    }
}
