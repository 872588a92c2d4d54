package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.RefreshOutcome.Reason;
import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.token.RefreshToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** One presentation of a refresh token: what it does to the grant, in one step with finding out, and what is answered. */
final class Exchange implements Function<Optional<Grant>, Optional<Grant>> {
    private final RefreshToken presented;
    private final Instant now;
    private final HandOut handOut;
    private final Optional<IssuedToken> issued;
    private final Barred barred;
    private Optional<Reason> refusal = Optional.empty();
    private boolean repeated;
    private boolean worthTelling = true;

    /**
     * @param issued the token of the grant's identity provider; empty where it has none
     * @param barred who gets nothing
     */
    Exchange(RefreshToken presented, Optional<IssuedToken> issued, Instant now, HandOut handOut, Barred barred) {
        this.presented = presented;
        this.issued = issued;
        this.now = now;
        this.handOut = handOut;
        this.barred = barred;
    }

    /** The grant as it is to be kept; empty where nothing changes. */
    @Override
    public Optional<Grant> apply(Optional<Grant> before) {
        refusal = before.map(this::refusalBy).orElse(Optional.of(Reason.FLOW_ENDED));
        worthTelling = true;
        if (refusal.isPresent()) {
            return before.flatMap(grant -> refused(grant, refusal.get()));
        }
        repeated = before.filter(grant -> verdict(grant) == Refreshes.Verdict.REPEAT)
                .isPresent();
        return before.map(grant -> grant.refreshed(next(grant)));
    }

    /** What a refusal does to the grant. */
    private Optional<Grant> refused(Grant grant, Reason reason) {
        if (reason == Reason.TOO_MANY_REPEATS) {
            worthTelling = !grant.refreshes().hasRefusedRepeats();
            return Optional.of(grant)
                    .filter(flooded -> worthTelling)
                    .map(flooded -> flooded.refreshed(flooded.refreshes().repeated()));
        }
        return Optional.of(grant).filter(reused -> reason == Reason.REUSED).map(reused -> reused.renewed(now));
    }

    /** The step whose token an identity provider has to give first; empty where none is needed, or nothing comes of it. */
    Optional<FetchedTokens.Step> toFetch(Grant grant) {
        boolean needed = grant.credential() instanceof CredentialSource.IssuedToken
                && refusalBy(grant).isEmpty();
        return needed ? Optional.of(FetchedTokens.Step.of(grant, next(grant))) : Optional.empty();
    }

    /** Whether it comes to nothing, as that grant is. */
    boolean refuses(Grant grant) {
        return refusalBy(grant).isPresent();
    }

    private Optional<Reason> refusalBy(Grant grant) {
        if (barred.has(grant.consumer())) {
            return Optional.of(Reason.PARTICIPANT_BLOCKED);
        }
        if (grant.state() == Grant.State.ENDED) {
            return Optional.of(Reason.FLOW_ENDED);
        }
        if (grant.state() == Grant.State.SUSPENDED) {
            return Optional.of(Reason.FLOW_SUSPENDED);
        }
        if (presented.epoch() != grant.epoch()) {
            return Optional.of(Reason.SUPERSEDED);
        }
        if (handOut.life(grant.contractEnd(), now).isZero()) {
            return Optional.of(Reason.CONTRACT_ENDED);
        }
        return switch (verdict(grant)) {
            case UNKNOWN -> Optional.of(Reason.SUPERSEDED);
            case REUSE -> Optional.of(Reason.REUSED);
            case TOO_MANY_REPEATS -> Optional.of(Reason.TOO_MANY_REPEATS);
            default -> Optional.empty();
        };
    }

    private Refreshes next(Grant grant) {
        Instant until = now.plus(handOut.life(grant.contractEnd(), now)).truncatedTo(ChronoUnit.SECONDS);
        return grant.refreshes().after(verdict(grant), now, until);
    }

    private Refreshes.Verdict verdict(Grant grant) {
        return grant.refreshes().judge(presented.generation(), presented.attempt(), now);
    }
    /**
     * The answer.
     *
     * @param after the grant that the step has left
     */
    RefreshOutcome outcome(Optional<Grant> after) {
        return refusal.isEmpty()
                ? handOut.refreshed(after.orElseThrow(), issued, now)
                : new RefreshOutcome.Refused(refusal.get(), Optional.of(presented.flowId()));
    }

    /** What log and audit are told of it; nothing of a flood beyond its beginning. */
    Optional<AccessEvent> event(Optional<Grant> after, RefreshOutcome outcome) {
        return worthTelling ? Optional.of(anyEvent(after, outcome)) : Optional.empty();
    }

    private AccessEvent anyEvent(Optional<Grant> after, RefreshOutcome outcome) {
        Subject subject = after.map(Subject::of).orElseGet(() -> Subject.of(presented.flowId()));
        if (outcome instanceof RefreshOutcome.Refreshed refreshed) {
            AccessEvent event = AccessEvent.of(now, Kind.REFRESHED, "", subject)
                    .with("token", refreshed.accessToken().id())
                    .with("seconds", Long.toString(refreshed.expiresIn().toSeconds()));
            return repeated ? event.with("repeat", "true") : event;
        }
        Reason reason = ((RefreshOutcome.Refused) outcome).reason();
        Kind kind = reason == Reason.REUSED ? Kind.INCIDENT : Kind.REFRESH_REFUSED;
        return AccessEvent.of(now, kind, reason.name(), subject);
    }
}
