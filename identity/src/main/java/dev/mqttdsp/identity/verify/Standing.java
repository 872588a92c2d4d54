package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.identity.ScopeForm;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.contract.spi.policy.TransferProcessPolicyContext;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.participant.spi.ParticipantAgent;
import org.eclipse.edc.participant.spi.ParticipantAgentService;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a consumer again while its access goes on: by the credentials that it has shown last, as far as they count today, and
 * by its contract's policy.
 */
final class Standing implements Entitlement {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final ShownCredentials shown;
    private final CredentialJudge judge;
    private final List<String> scopes;
    private final Contracts contracts;
    private final Executor executor;
    private final Clock clock;

    /**
     * What this side has agreed on.
     *
     * @param byFlow the agreement on which a flow rests; empty where there is none
     * @param engine judges policies
     * @param agents makes of who has shown something whom policies are judged for
     */
    record Contracts(
            Function<String, Optional<ContractAgreement>> byFlow,
            PolicyEngine engine,
            ParticipantAgentService agents) {}

    /**
     * @param scopes that every partner has to show
     * @param executor does what may have to wait for a status list; bounded, it may reject
     */
    Standing(
            ShownCredentials shown,
            CredentialJudge judge,
            List<String> scopes,
            Contracts contracts,
            Executor executor,
            Clock clock) {
        this.shown = shown;
        this.judge = judge;
        this.scopes = List.copyOf(scopes);
        this.contracts = contracts;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> of(Grant grant) {
        if (!DidWeb.isDidWeb(grant.consumer())) {
            return CompletableFuture.completedFuture(new Entitled());
        }
        try {
            return CompletableFuture.supplyAsync(() -> told(grant), executor).exceptionally(e -> {
                LOG.warn("whether {} is still entitled cannot be told", grant.consumer(), e);
                return new Unavailable("it cannot be judged");
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Unavailable("too many are being looked at"));
        }
    }

    private Verdict told(Grant grant) {
        Verdict verdict = judge(grant);
        if (verdict instanceof Lost lost) {
            LOG.warn(
                    "participant '{}' is no longer entitled to flow {}: {}",
                    grant.consumer(),
                    grant.flowId(),
                    lost.why());
        }
        return verdict;
    }

    private Verdict judge(Grant grant) {
        Optional<ContractAgreement> agreement = contracts.byFlow().apply(grant.flowId());
        if (agreement.isEmpty()) {
            return new Unavailable("there is no agreement");
        }
        List<VerifiableCredential> good = new ArrayList<>();
        List<VerifiableCredential> perhaps = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        for (VerifiableCredential credential : shown.of(grant.consumer())) {
            CredentialJudge.Verdict verdict = judge.of(credential);
            if (verdict instanceof CredentialJudge.Bad bad) {
                problems.add(bad.why());
                continue;
            }
            perhaps.add(credential);
            if (verdict instanceof CredentialJudge.Unknown unknown) {
                doubts.add(unknown.why());
            } else {
                good.add(credential);
            }
        }
        if (perhaps.isEmpty() && problems.isEmpty()) {
            return new Unavailable("it has shown nothing that is remembered; its next message will");
        }
        Optional<String> lack = lack(agreement.get(), grant.consumer(), good);
        if (lack.isEmpty()) {
            return new Entitled();
        }
        // What nobody can tell about saves nobody who would lack something anyway.
        return lack(agreement.get(), grant.consumer(), perhaps)
                .map(certain -> (Verdict) new Lost(with(certain, problems)))
                .orElseGet(() -> new Unavailable(with(lack.get(), doubts)));
    }

    private static String with(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).collect(Collectors.joining("; "));
    }

    /** What a consumer with these credentials lacks. */
    private Optional<String> lack(
            ContractAgreement agreement, String consumer, List<VerifiableCredential> credentials) {
        return missing(credentials).or(() -> unmet(agreement, consumer, credentials));
    }

    private Optional<String> missing(List<VerifiableCredential> good) {
        return scopes.stream()
                .map(ScopeForm::type)
                .flatMap(Optional::stream)
                .filter(type -> good.stream().noneMatch(credential -> judge.trust()
                        .counts(credential.getIssuer().id(), credential.getType(), type)))
                .findFirst()
                .map(type -> "it has no " + type + " that counts");
    }

    private Optional<String> unmet(
            ContractAgreement agreement, String consumer, List<VerifiableCredential> credentials) {
        ParticipantAgent agent = contracts
                .agents()
                .createFor(
                        ClaimToken.Builder.newInstance()
                                .claim(AccountedIdentity.VERIFIED, credentials)
                                .build(),
                        consumer);
        Result<Void> result = contracts
                .engine()
                .evaluate(agreement.getPolicy(), new TransferProcessPolicyContext(agent, agreement, clock.instant()));
        return result.failed() ? Optional.of(result.getFailureDetail()) : Optional.empty();
    }
}
