package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.grant.RefreshOutcome.Reason;
import dev.mqttdsp.core.token.RefreshToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** One presentation of a refresh token: what it does to the grant, in one step with finding out, and what is answered. */
final class Exchange implements Function<Optional<Grant>, Optional<Grant>> {
    private final RefreshToken presented;
    private final Instant now;
    private final HandOut handOut;
    private Optional<Reason> refusal = Optional.empty();

    Exchange(RefreshToken presented, Instant now, HandOut handOut) {
        this.presented = presented;
        this.now = now;
        this.handOut = handOut;
    }

    /** The grant as it is to be kept; empty where nothing changes. */
    @Override
    public Optional<Grant> apply(Optional<Grant> before) {
        if (before.isEmpty()) {
            return refused(Reason.FLOW_ENDED);
        }
        Grant grant = before.get();
        Duration life = handOut.life(grant.contractEnd(), now);
        if (grant.state() == Grant.State.ENDED) {
            return refused(Reason.FLOW_ENDED);
        }
        if (grant.state() == Grant.State.SUSPENDED) {
            return refused(Reason.FLOW_SUSPENDED);
        }
        if (presented.epoch() != grant.epoch()) {
            return refused(Reason.SUPERSEDED);
        }
        if (life.isZero()) {
            return refused(Reason.CONTRACT_ENDED);
        }
        Refreshes refreshes = grant.refreshes();
        Refreshes.Verdict verdict = refreshes.judge(presented.generation(), presented.attempt(), now);
        return switch (verdict) {
            case UNKNOWN -> refused(Reason.SUPERSEDED);
            case REUSE -> {
                refusal = Optional.of(Reason.REUSED);
                yield Optional.of(grant.renewed(now));
            }
            default -> {
                refusal = Optional.empty();
                Instant until = now.plus(life).truncatedTo(ChronoUnit.SECONDS);
                yield Optional.of(grant.refreshed(refreshes.after(verdict, now, until)));
            }
        };
    }

    private Optional<Grant> refused(Reason reason) {
        refusal = Optional.of(reason);
        return Optional.empty();
    }

    /**
     * The answer.
     *
     * @param after the grant that the step has left
     */
    RefreshOutcome outcome(Optional<Grant> after) {
        return refusal.isEmpty()
                ? handOut.refreshed(after.orElseThrow(), now)
                : new RefreshOutcome.Refused(refusal.get(), Optional.of(presented.flowId()));
    }

    /** What log and audit are told of it. */
    AccessEvent event(Optional<Grant> after, RefreshOutcome outcome) {
        Subject subject = after.map(Subject::of).orElseGet(() -> Subject.of(presented.flowId()));
        if (outcome instanceof RefreshOutcome.Refreshed refreshed) {
            return AccessEvent.of(now, Kind.REFRESHED, "", subject)
                    .with("token", refreshed.accessToken().id())
                    .with("seconds", Long.toString(refreshed.expiresIn().toSeconds()));
        }
        Reason reason = ((RefreshOutcome.Refused) outcome).reason();
        Kind kind = reason == Reason.REUSED ? Kind.INCIDENT : Kind.REFRESH_REFUSED;
        return AccessEvent.of(now, kind, reason.name(), subject);
    }
}
