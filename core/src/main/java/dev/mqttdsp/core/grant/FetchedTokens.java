package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.idp.IdentityProvider;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.idp.IdpFailure;
import dev.mqttdsp.core.token.Fingerprint;
import dev.mqttdsp.core.token.IssuedToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * The tokens that identity providers have issued for open grants, one for each grant: that of its present step. They are
 * fetched in the background, once for all who ask for the same one. Thread safe.
 */
public final class FetchedTokens {
    /** One attempt, with everything that belongs to it. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    /** An identity provider that keeps handing out the same token is asked so often in one attempt. */
    private static final int TRIES = 3;
    /** From so many on, owners are forgotten whose token has expired. */
    private static final int MANY_OWNERS = 1_000;

    private final IdentityProvider provider;
    private final UnaryOperator<String> vault;
    private final GrantView grants;
    private final Executor executor;
    private final Clock clock;
    private final Map<String, Fetch> byFlow = new ConcurrentHashMap<>();
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    /**
     * Nothing is fetched yet.
     *
     * @param vault gives the secret under an alias, null where there is none; may block
     * @param executor asks the vault
     */
    public FetchedTokens(
            IdentityProvider provider, UnaryOperator<String> vault, GrantView grants, Executor executor, Clock clock) {
        this.provider = provider;
        this.vault = vault;
        this.grants = grants;
        this.executor = executor;
        this.clock = clock;
        Runnable unused = grants.watch(this::changed);
    }

    /** How far a grant's refreshes have come: each step has a token of its own. */
    record Step(long epoch, long generation, int attempt) {
        static Step of(Grant grant, Refreshes refreshes) {
            return new Step(grant.epoch(), refreshes.generation(), refreshes.attempt());
        }
    }

    /** How things stand with the token of a step. */
    sealed interface Standing {
        /** It is there. */
        record Ready(IssuedToken token) implements Standing {}

        /** It is on its way; where an attempt before this one has failed, that is why. */
        record Pending(Optional<IdpAnswer.Failed> before) implements Standing {}

        /** There is none, and trying again is of no use. */
        record None(IdpAnswer.Failed why) implements Standing {}
    }

    private record Fetch(Step step, CompletableFuture<IdpAnswer> answer, Optional<IdpAnswer.Failed> before) {
        /** Whether a token can still come of it, or has come and lives. */
        boolean isOfUse(Instant now) {
            return !answer.isDone()
                    || (answer.join() instanceof IdpAnswer.Issued issued
                            && issued.token().expiresAt().isAfter(now));
        }

        Optional<IdpAnswer.Failed> failure() {
            return answer.isDone() && answer.join() instanceof IdpAnswer.Failed failed ? Optional.of(failed) : before;
        }
    }

    private record Owner(String flowId, Instant until) {}

    /** How things stand with the token of the grant's present step. It returns at once; each failure sets out anew. */
    Standing standing(Grant grant) {
        Step step = Step.of(grant, grant.refreshes());
        Fetch known = byFlow.get(grant.flowId());
        if (known != null && known.step().equals(step) && known.answer().isDone()) {
            IdpAnswer answer = known.answer().join();
            if (answer instanceof IdpAnswer.Failed failed && failed.failure().isLasting()) {
                return new Standing.None(failed);
            }
            if (known.isOfUse(clock.instant())) {
                return new Standing.Ready(((IdpAnswer.Issued) answer).token());
            }
        }
        return new Standing.Pending(fetchOf(grant, step).before());
    }

    /** The token of a step, fetched where it is neither there nor on its way; completes without an exception. */
    CompletionStage<IdpAnswer> fetch(Grant grant, Step step) {
        return fetchOf(grant, step).answer();
    }

    private Fetch fetchOf(Grant grant, Step step) {
        Instant now = clock.instant();
        boolean[] begun = new boolean[1];
        Fetch fetch = byFlow.compute(grant.flowId(), (flowId, known) -> {
            boolean same = known != null && known.step().equals(step);
            if (same && known.isOfUse(now)) {
                return known;
            }
            begun[0] = true;
            return new Fetch(step, new CompletableFuture<>(), same ? known.failure() : Optional.empty());
        });
        if (begun[0]) {
            begin(grant, fetch.answer());
        }
        return fetch;
    }

    private void begin(Grant grant, CompletableFuture<IdpAnswer> answer) {
        CompletableFuture<IdpAnswer> attempt = CompletableFuture.supplyAsync(() -> ask(grant, TRIES), executor)
                .thenCompose(asked -> asked)
                .orTimeout(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Boolean> unused =
                attempt.handle((asked, failure) -> answer.complete(failure == null ? asked : failed(failure)));
    }

    private static IdpAnswer failed(Throwable failure) {
        return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException
                ? new IdpAnswer.Failed(IdpFailure.IDP_TIMEOUT, "gives no token in " + ATTEMPT.toSeconds() + " s")
                : new IdpAnswer.Failed(
                        IdpFailure.IDP_UNREACHABLE,
                        "could not be asked: " + failure.getClass().getSimpleName());
    }

    private CompletionStage<IdpAnswer> ask(Grant grant, int triesLeft) {
        CredentialSource.IssuedToken source = (CredentialSource.IssuedToken) grant.credential();
        String secret = vault.apply(source.secretAlias());
        if (secret == null) {
            return CompletableFuture.completedFuture(new IdpAnswer.Failed(
                    IdpFailure.SECRET_MISSING, "cannot be asked: the vault has nothing under the asset's alias"));
        }
        return provider.token(source, secret).thenCompose(answer -> judged(grant, answer, triesLeft));
    }

    private CompletionStage<IdpAnswer> judged(Grant grant, IdpAnswer answer, int triesLeft) {
        if (answer instanceof IdpAnswer.Issued issued) {
            if (issued.token().expiresAt().isAfter(grant.contractEnd())) {
                return CompletableFuture.completedFuture(new IdpAnswer.Failed(
                        IdpFailure.TOKEN_OUTLIVES_CONTRACT,
                        "gives a token until " + issued.token().expiresAt() + ", when the contract is over"));
            }
            if (!claim(issued.token(), grant.flowId())) {
                return triesLeft > 1
                        ? ask(grant, triesLeft - 1)
                        : CompletableFuture.completedFuture(new IdpAnswer.Failed(
                                IdpFailure.TOKEN_SHARED, "gives a token that another grant has, again and again"));
            }
        }
        return CompletableFuture.completedFuture(answer);
    }

    /** Whether that token is this flow's alone, among those that are open. */
    private boolean claim(IssuedToken token, String flowId) {
        Instant now = clock.instant();
        if (owners.size() >= MANY_OWNERS) {
            owners.values().removeIf(owner -> !owner.until().isAfter(now));
        }
        Owner owner = owners.compute(
                Fingerprint.of(token.value()).toString(),
                (fingerprint, known) -> known == null || known.flowId().equals(flowId) || !isOpen(known.flowId())
                        ? new Owner(flowId, token.expiresAt())
                        : known);
        return owner.flowId().equals(flowId);
    }

    private boolean isOpen(String flowId) {
        return grants.find(flowId)
                .filter(grant -> grant.state() == Grant.State.OPEN)
                .isPresent();
    }

    private void changed(String flowId) {
        if (!isOpen(flowId)) {
            byFlow.remove(flowId);
        }
    }
}
