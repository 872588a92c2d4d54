package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.grant.Admission.Reason;
import dev.mqttdsp.core.token.IssuedToken;
import dev.mqttdsp.core.token.TokenClaims;
import dev.mqttdsp.core.token.TokenIssuer;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.token.Verification;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a data flow: started, suspended, resumed, ended, and asked at the door in between.
 *
 * <p>Each step is atomic, takes no longer than signing a token, and may be repeated.
 */
public final class Grants implements Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    /** For so long an ended flow is remembered, so that a late start of it is refused. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final GrantStore store;
    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final PublicEndpoints endpoints;
    private final Duration tokenLife;
    private final Clock clock;

    /**
     * @param tokenLife how long an access token lives at most, whole seconds
     */
    public Grants(
            GrantStore store,
            TokenIssuer issuer,
            TokenVerifier verifier,
            PublicEndpoints endpoints,
            Duration tokenLife,
            Clock clock) {
        this.store = store;
        this.issuer = issuer;
        this.verifier = verifier;
        this.endpoints = endpoints;
        this.tokenLife = tokenLife;
        this.clock = clock;
    }

    /** Opens the grant of a flow, or hands out again for one that is open. */
    public StartOutcome start(FlowRequest request) {
        Instant now = clock.instant();
        store.forgetEnded(now.minus(MEMORY));
        Optional<Grant> grant = store.update(
                request.flowId(),
                before -> before.isPresent() || life(request.contractEnd(), now).isZero()
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
                                && !life(grant.contractEnd(), now).isZero())
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
    public CompletionStage<Admission> admit(String credential) {
        if (credential.isEmpty()) {
            return CompletableFuture.completedFuture(new Admission.Denied(Reason.NO_CREDENTIAL, Optional.empty()));
        }
        return verifier.verify(credential).thenApply(this::judge);
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
        Duration life = life(grant.contractEnd(), now);
        if (life.isZero()) {
            return new StartOutcome.Refused(StartOutcome.Reason.CONTRACT_ENDED);
        }
        if (grant.state() == Grant.State.SUSPENDED) {
            return new StartOutcome.Refused(StartOutcome.Reason.FLOW_SUSPENDED);
        }
        IssuedToken token = issuer.issue(grant.tokenContent(), now.plus(life));
        URI url = address.route() == Route.DIRECT ? address.broker().url() : endpoints.of(address.endpointType());
        LOG.info(
                "flow {}: access to {} of asset {} for {} under agreement {}, token {} for {} s",
                grant.flowId(),
                grant.rights().topics(),
                grant.assetId(),
                grant.consumer(),
                grant.agreementId(),
                token.id(),
                life.toSeconds());
        return new StartOutcome.Started(new ConsumerAddress(
                url, address.endpointType(), token, life, grant.rights().topics()));
    }

    /** How long a token given out now lives: whole seconds, never past the contract; zero when that is over. */
    private Duration life(Instant contractEnd, Instant now) {
        long seconds = Math.min(tokenLife.toSeconds(), contractEnd.getEpochSecond() - now.getEpochSecond());
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    private Admission judge(Verification verification) {
        if (verification instanceof Verification.Rejected rejected) {
            Reason reason =
                    switch (rejected.reason()) {
                        case BAD -> Reason.BAD_CREDENTIAL;
                        case EXPIRED -> Reason.EXPIRED;
                        case BUSY -> Reason.BUSY;
                    };
            return new Admission.Denied(reason, rejected.flowId());
        }
        TokenClaims claims = ((Verification.Verified) verification).claims();
        Instant now = clock.instant();
        if (!now.isBefore(claims.expiresAt())) {
            return denied(Reason.EXPIRED, claims); // while it waited for its verification
        }
        Optional<Grant> found = store.find(claims.flowId());
        if (found.isEmpty()) {
            return denied(Reason.FLOW_ENDED, claims);
        }
        Grant grant = found.get();
        if (grant.admits(claims.epoch(), now)) {
            return new Admission.Admitted(grant, claims.expiresAt());
        }
        return switch (grant.state()) {
            case ENDED -> denied(Reason.FLOW_ENDED, claims);
            case SUSPENDED -> denied(Reason.FLOW_SUSPENDED, claims);
            case OPEN -> denied(claims.epoch() == grant.epoch() ? Reason.CONTRACT_ENDED : Reason.SUPERSEDED, claims);
        };
    }

    private static Admission denied(Reason reason, TokenClaims claims) {
        return new Admission.Denied(reason, Optional.of(claims.flowId()));
    }
}
