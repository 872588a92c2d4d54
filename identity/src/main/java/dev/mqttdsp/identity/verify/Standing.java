package dev.mqttdsp.identity.verify;

import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.identity.ScopeForm;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.edc.connector.controlplane.contract.spi.policy.TransferProcessPolicyContext;
import org.eclipse.edc.connector.controlplane.contract.spi.types.agreement.ContractAgreement;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.RevocationServiceRegistry;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.participant.spi.ParticipantAgent;
import org.eclipse.edc.policy.engine.spi.PolicyEngine;
import org.eclipse.edc.spi.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a consumer again while its access goes on: by the credentials that it has shown last, as far as they count today, and
 * by its contract's policy. A credential counts as long as it has not expired, its issuer is trusted, and the status list of its
 * issuer does not say otherwise.
 */
final class Standing implements Entitlement {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final String VERIFIED = "vc";

    private final ShownCredentials shown;
    private final IssuerTrust trust;
    private final RevocationServiceRegistry revocations;
    private final List<String> scopes;
    private final Contracts contracts;
    private final Executor executor;
    private final Clock clock;

    /**
     * What this side has agreed on.
     *
     * @param byFlow the agreement on which a flow rests; empty where there is none
     * @param engine judges policies
     */
    record Contracts(Function<String, Optional<ContractAgreement>> byFlow, PolicyEngine engine) {}

    /**
     * @param scopes that every partner has to show
     * @param executor does what may have to wait for a status list; bounded, it may reject
     */
    Standing(
            ShownCredentials shown,
            IssuerTrust trust,
            RevocationServiceRegistry revocations,
            List<String> scopes,
            Contracts contracts,
            Executor executor,
            Clock clock) {
        this.shown = shown;
        this.trust = trust;
        this.revocations = revocations;
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
        List<String> problems = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (VerifiableCredential credential : shown.of(grant.consumer())) {
            Status status = status(credential);
            if (status.unknown()) {
                unknown.add(status.said());
            } else if (status.said().isEmpty()) {
                good.add(credential);
            } else {
                problems.add(status.said());
            }
        }
        if (good.isEmpty() && problems.isEmpty() && unknown.isEmpty()) {
            return new Unavailable("it has shown nothing that is remembered; its next message will");
        }
        Optional<String> missing = missing(good).or(() -> unmet(agreement.get(), grant.consumer(), good));
        if (missing.isEmpty()) {
            return new Entitled();
        }
        return unknown.isEmpty()
                ? new Lost(String.join("; ", with(missing.get(), problems)))
                : new Unavailable(String.join("; ", with(missing.get(), unknown)));
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.add(0, first);
        return all;
    }

    /**
     * What is wrong with a credential today.
     *
     * @param said nothing where all is well
     * @param unknown whether that may only be because nobody can tell now
     */
    private record Status(String said, boolean unknown) {}

    private Status status(VerifiableCredential credential) {
        String name = "its credential " + credential.getType();
        if (credential.getExpirationDate() != null && !clock.instant().isBefore(credential.getExpirationDate())) {
            return new Status(name + " has expired, at " + credential.getExpirationDate(), false);
        }
        if (!trust.has(credential.getIssuer().id())) {
            return new Status(name + " is of an issuer that is not trusted", false);
        }
        Result<String> status;
        try {
            status = revocations.getRevocationStatus(credential);
        } catch (RuntimeException e) {
            return new Status("the status of " + name + " cannot be had: " + e.getMessage(), true);
        }
        if (status.failed()) {
            return new Status("the status of " + name + " cannot be had: " + status.getFailureDetail(), true);
        }
        return status.getContent() == null || status.getContent().isEmpty()
                ? new Status("", false)
                : new Status(name + " was taken back by its issuer (" + status.getContent() + ")", false);
    }

    private Optional<String> missing(List<VerifiableCredential> good) {
        return scopes.stream()
                .map(ScopeForm::type)
                .flatMap(Optional::stream)
                .filter(type -> good.stream()
                        .noneMatch(credential ->
                                trust.counts(credential.getIssuer().id(), credential.getType(), type)))
                .findFirst()
                .map(type -> "it has no " + type + " that counts");
    }

    private Optional<String> unmet(ContractAgreement agreement, String consumer, List<VerifiableCredential> good) {
        ParticipantAgent agent = new ParticipantAgent(consumer, Map.of(VERIFIED, good), Map.of());
        Result<Void> result = contracts
                .engine()
                .evaluate(agreement.getPolicy(), new TransferProcessPolicyContext(agent, agreement, clock.instant()));
        return result.failed() ? Optional.of(result.getFailureDetail()) : Optional.empty();
    }
}
