package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.idp.IdpAnswer;
import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.token.RefreshToken;
import dev.mqttdsp.core.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The life of a data flow: started, suspended, resumed, refreshed, ended, and asked at the door in between.
 *
 * <p>Each step is atomic, takes no longer than signing a token, and may be repeated.
 */
public final class Grants implements Admissions, Refreshing {
    /** For so long an ended flow is remembered, so that a late start of it is refused. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final GrantStore store;
    private final HandOut handOut;
    private final Door door;
    private final Barred barred;
    private final RefreshCheck check;
    private final AccessEvents events;
    private final Clock clock;
    private final boolean keepSessions;

    /** Grants for everybody, whose suspensions also end what clients left at the broker. */
    public Grants(GrantStore store, HandOut handOut, TokenVerifier verifier, AccessEvents events, Clock clock) {
        this(store, handOut, verifier, Barred.nobody(), RefreshRules.NONE, events, clock, false);
    }

    /**
     * @param handOut makes what consumers are given
     * @param verifier reads what they present
     * @param barred who gets none
     * @param rules what is asked before a refresh token counts
     * @param events is told what happens
     * @param keepSessions whether clients find what they left at the broker again after a suspension
     */
    public Grants(
            GrantStore store,
            HandOut handOut,
            TokenVerifier verifier,
            Barred barred,
            RefreshRules rules,
            AccessEvents events,
            Clock clock,
            boolean keepSessions) {
        this.store = store;
        this.handOut = handOut;
        this.door = new Door(
                store,
                verifier,
                (password, grant) -> handOut.passwords().isOne(password, grant.flowId(), grant.epoch()),
                grant -> barred.has(grant.consumer()),
                clock);
        this.barred = barred;
        this.check = new RefreshCheck(rules, verifier);
        this.events = events;
        this.clock = clock;
        this.keepSessions = keepSessions;
    }

    /** Opens the grant of a flow, or hands out again for one that is open. */
    public StartOutcome start(FlowRequest request) {
        Instant now = clock.instant();
        store.forgetEnded(now.minus(MEMORY));
        if (barred.has(request.consumer())) {
            return told(request, now, new StartOutcome.Refused(StartOutcome.Reason.PARTICIPANT_BLOCKED));
        }
        Optional<Grant> grant = store.update(
                request.flowId(),
                before -> before.isPresent()
                                || handOut.life(request.contractEnd(), now).isZero()
                        ? before
                        : Optional.of(Grant.open(request, now)));
        return told(
                request,
                now,
                grant.map(open -> handOut(open, request.address(), now))
                        .orElseGet(() -> new StartOutcome.Refused(StartOutcome.Reason.CONTRACT_ENDED)));
    }

    /**
     * Ends all access of a flow until it is resumed. Of an unknown or ended flow there is nothing to suspend; where both
     * sides suspend, the provider's word counts.
     */
    public void suspend(String flowId, Party by) {
        Instant now = clock.instant();
        change(flowId, grant -> grant.canBeSuspended(by), grant -> grant.suspended(by, keepSessions, now))
                .ifPresent(grant -> events.tell(AccessEvent.of(now, Kind.SUSPENDED, by.name(), Subject.of(grant))));
    }

    /** Opens a suspended flow again, with a new token; what was given out before stays dead. */
    public StartOutcome resume(FlowRequest request) {
        Instant now = clock.instant();
        Optional<Grant> resumed =
                store.update(request.flowId(), before -> before.filter(grant -> grant.state() == Grant.State.SUSPENDED
                                && !handOut.life(grant.contractEnd(), now).isZero())
                        .map(grant -> grant.resumed(now)));
        return told(
                request,
                now,
                resumed.map(grant -> handOut(grant, request.address(), now))
                        .orElseGet(() -> new StartOutcome.Refused(StartOutcome.Reason.FLOW_UNKNOWN)));
    }

    /** Ends all access of a flow for good. Ending what is unknown or has ended is success. */
    public void end(String flowId, EndReason why) {
        end(flowId, why, event -> event);
    }

    /**
     * The same, because its consumer is no longer what its contract demands.
     *
     * @param because what it is not, for the operator's eyes
     */
    public void notEntitled(String flowId, String because) {
        end(flowId, EndReason.NOT_ENTITLED, event -> event.with("because", because));
    }

    private void end(String flowId, EndReason why, UnaryOperator<AccessEvent> more) {
        Instant now = clock.instant();
        change(flowId, grant -> grant.state() != Grant.State.ENDED, grant -> grant.ended(now))
                .map(grant -> more.apply(AccessEvent.of(now, Kind.ENDED, why.name(), Subject.of(grant))))
                .ifPresent(events::tell);
    }

    @Override
    public CompletionStage<Admission> admit(Login login) {
        return door.admit(login);
    }

    @Override
    public CompletionStage<RefreshOutcome> refresh(String refreshToken, Optional<String> bearer, String address) {
        Instant now = clock.instant();
        Optional<RefreshToken> read = handOut.refreshTokens().read(refreshToken);
        if (read.isEmpty()) {
            RefreshOutcome.Reason reason = RefreshOutcome.Reason.BAD_TOKEN;
            events.tell(AccessEvent.of(now, Kind.REFRESH_REFUSED, reason.name(), Subject.UNKNOWN)
                    .at(address));
            return CompletableFuture.completedFuture(new RefreshOutcome.Refused(reason, Optional.empty()));
        }
        return store.find(read.get().flowId())
                .map(grant -> check.possession(grant, bearer)
                        .thenCompose(problem -> problem.map(found -> refused(grant, found, address))
                                .orElseGet(() -> hisOwn(grant, read.get(), address))))
                .orElseGet(() -> proved(read.get(), address));
    }

    /** Nobody is asked whether he may have what he cannot have anyway. */
    private CompletionStage<RefreshOutcome> hisOwn(Grant grant, RefreshToken presented, String address) {
        return new Exchange(presented, Optional.empty(), clock.instant(), handOut, barred).refuses(grant)
                ? proved(presented, address)
                : check.entitlement(grant).thenCompose(problem -> problem.map(found -> refused(grant, found, address))
                        .orElseGet(() -> proved(presented, address)));
    }

    private CompletionStage<RefreshOutcome> refused(Grant grant, RefreshCheck.Problem problem, String address) {
        RefreshOutcome.Reason reason = problem.reason();
        events.tell(AccessEvent.of(clock.instant(), Kind.REFRESH_REFUSED, reason.name(), Subject.of(grant))
                .at(address)
                .with("because", problem.why()));
        if (reason == RefreshOutcome.Reason.NOT_ENTITLED) {
            notEntitled(grant.flowId(), problem.why());
        }
        return CompletableFuture.completedFuture(new RefreshOutcome.Refused(reason, Optional.of(grant.flowId())));
    }

    private CompletionStage<RefreshOutcome> proved(RefreshToken presented, String address) {
        Instant now = clock.instant();
        Optional<Grant> grant = store.find(presented.flowId());
        return grant.flatMap(new Exchange(presented, Optional.empty(), now, handOut, barred)::toFetch)
                .map(step -> handOut.fetched()
                        .fetch(grant.orElseThrow(), step)
                        .thenApply(answer -> fetched(grant.orElseThrow(), presented, answer, address)))
                .orElseGet(() -> CompletableFuture.completedFuture(exchange(presented, Optional.empty(), address)));
    }

    private RefreshOutcome fetched(Grant grant, RefreshToken presented, IdpAnswer answer, String address) {
        if (answer instanceof IdpAnswer.Issued issued) {
            return exchange(presented, Optional.of(issued.token()), address);
        }
        IdpAnswer.Failed failed = (IdpAnswer.Failed) answer;
        String reason = failed.failure().name();
        events.tell(AccessEvent.of(clock.instant(), Kind.REFRESH_REFUSED, reason, Subject.of(grant))
                .at(address)
                .with("provider", failed.detail()));
        return new RefreshOutcome.Unavailable(failed);
    }

    private RefreshOutcome exchange(RefreshToken presented, Optional<IssuedToken> issued, String address) {
        Exchange exchange = new Exchange(presented, issued, clock.instant(), handOut, barred);
        Optional<Grant> grant = store.update(presented.flowId(), exchange);
        RefreshOutcome outcome = exchange.outcome(grant);
        exchange.event(grant, outcome).ifPresent(event -> events.tell(event.at(address)));
        return outcome;
    }

    /** The grant as the change has left it; empty where there was nothing to change. */
    private Optional<Grant> change(String flowId, Predicate<Grant> when, UnaryOperator<Grant> change) {
        boolean[] changed = new boolean[1];
        Optional<Grant> after = store.update(flowId, before -> {
            Optional<Grant> next = before.filter(when).map(change);
            changed[0] = next.isPresent();
            return next;
        });
        return after.filter(grant -> changed[0]);
    }

    private StartOutcome told(FlowRequest request, Instant now, StartOutcome outcome) {
        StartEvent.of(request, now, outcome).ifPresent(events::tell);
        return outcome;
    }

    private StartOutcome handOut(Grant grant, MqttAddress address, Instant now) {
        if (barred.has(grant.consumer())) { // perhaps while the grant was being opened, unseen by who barred him
            end(grant.flowId(), EndReason.PARTICIPANT_BLOCKED);
            return new StartOutcome.Refused(StartOutcome.Reason.PARTICIPANT_BLOCKED);
        }
        if (grant.state() == Grant.State.ENDED) {
            return new StartOutcome.Refused(StartOutcome.Reason.FLOW_ENDED);
        }
        if (handOut.life(grant.contractEnd(), now).isZero()) {
            return new StartOutcome.Refused(StartOutcome.Reason.CONTRACT_ENDED);
        }
        if (grant.state() == Grant.State.SUSPENDED) {
            return new StartOutcome.Refused(StartOutcome.Reason.FLOW_SUSPENDED);
        }
        return handOut.handOut(grant, address, now);
    }
}
