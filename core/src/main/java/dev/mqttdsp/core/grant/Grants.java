package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.token.RefreshToken;
import dev.mqttdsp.core.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a data flow: started, suspended, resumed, refreshed, ended, and asked at the door in between.
 *
 * <p>Each step is atomic, takes no longer than signing a token, and may be repeated.
 */
public final class Grants implements Admissions, Refreshing {
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    /** For so long an ended flow is remembered, so that a late start of it is refused. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final GrantStore store;
    private final HandOut handOut;
    private final Door door;
    private final Clock clock;

    /**
     * @param handOut makes what consumers are given
     * @param verifier reads what they present
     */
    public Grants(GrantStore store, HandOut handOut, TokenVerifier verifier, Clock clock) {
        this.store = store;
        this.handOut = handOut;
        this.door = new Door(store, verifier, handOut.passwords(), clock);
        this.clock = clock;
    }

    /** Opens the grant of a flow, or hands out again for one that is open. */
    public StartOutcome start(FlowRequest request) {
        Instant now = clock.instant();
        store.forgetEnded(now.minus(MEMORY));
        Optional<Grant> grant = store.update(
                request.flowId(),
                before -> before.isPresent()
                                || handOut.life(request.contractEnd(), now).isZero()
                        ? before
                        : Optional.of(Grant.open(request, now)));
        return grant.map(open -> handOut(open, request.address(), now))
                .orElseGet(() -> new StartOutcome.Refused(StartOutcome.Reason.CONTRACT_ENDED));
    }

    /**
     * Ends all access of a flow until it is resumed. Of an unknown or ended flow there is nothing to suspend; where both
     * sides suspend, the provider's word counts.
     */
    public void suspend(String flowId, Party by) {
        Instant now = clock.instant();
        if (change(flowId, grant -> grant.canBeSuspended(by), grant -> grant.suspended(by, now))) {
            LOG.info("flow {}: suspended by the {}", flowId, by.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Opens a suspended flow again, with a new token; what was given out before stays dead. */
    public StartOutcome resume(FlowRequest request) {
        Instant now = clock.instant();
        Optional<Grant> resumed =
                store.update(request.flowId(), before -> before.filter(grant -> grant.state() == Grant.State.SUSPENDED
                                && !handOut.life(grant.contractEnd(), now).isZero())
                        .map(grant -> grant.resumed(now)));
        return resumed.map(grant -> handOut(grant, request.address(), now))
                .orElseGet(() -> new StartOutcome.Refused(StartOutcome.Reason.FLOW_UNKNOWN));
    }

    /**
     * Ends all access of a flow for good. Ending what is unknown or has ended is success.
     *
     * @param why for the log
     */
    public void end(String flowId, String why) {
        Instant now = clock.instant();
        if (change(flowId, grant -> grant.state() != Grant.State.ENDED, grant -> grant.ended(now))) {
            LOG.info("flow {}: access ended, {}", flowId, why);
        }
    }

    @Override
    public CompletionStage<Admission> admit(Login login) {
        return door.admit(login);
    }

    @Override
    public RefreshOutcome refresh(String refreshToken) {
        Optional<RefreshToken> read = handOut.refreshTokens().read(refreshToken);
        if (read.isEmpty()) {
            return new RefreshOutcome.Refused(RefreshOutcome.Reason.BAD_TOKEN, Optional.empty());
        }
        Exchange exchange = new Exchange(read.get(), clock.instant(), handOut);
        Optional<Grant> grant = store.update(read.get().flowId(), exchange);
        return exchange.outcome(grant);
    }

    /** Whether there was something to change. */
    private boolean change(String flowId, Predicate<Grant> when, UnaryOperator<Grant> change) {
        boolean[] changed = new boolean[1];
        store.update(flowId, before -> {
            Optional<Grant> after = before.filter(when).map(change);
            changed[0] = after.isPresent();
            return after;
        });
        return changed[0];
    }

    private StartOutcome handOut(Grant grant, MqttAddress address, Instant now) {
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
