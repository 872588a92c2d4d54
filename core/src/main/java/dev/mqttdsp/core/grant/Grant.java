package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.token.TokenContent;
import java.time.Instant;
import java.util.Optional;

/**
 * One consumer's access, belonging to one data flow.
 *
 * @param flowId the data flow, DSP's {@code providerPid}; also the grant's identity
 * @param provider participant id of the provider
 * @param consumer participant id of the consumer
 * @param agreementId the contract agreement it rests on
 * @param assetId the asset it gives access to
 * @param broker where the topics are
 * @param rights what it allows
 * @param credential what its consumer logs in with
 * @param contractEnd after this instant it allows nothing
 * @param state whether it is open
 * @param epoch rises whenever everything given out so far must die; starts at the second in which the grant opens, so
 *     that a flow that is opened anew, after its grant was forgotten, does not bring back what died before
 * @param sessionEpoch rises as the epoch does, except over a suspension after which clients are to find their sessions at
 *     the broker again: what they left there in an earlier one is to be removed
 * @param refreshes how far its refresh tokens have come in this epoch
 * @param suspendedBy who suspended it, while it is suspended
 * @param changedAt when the state changed last
 */
public record Grant(
        String flowId,
        String provider,
        String consumer,
        String agreementId,
        String assetId,
        Broker broker,
        AccessRights rights,
        CredentialSource credential,
        Instant contractEnd,
        State state,
        long epoch,
        long sessionEpoch,
        Refreshes refreshes,
        Optional<Party> suspendedBy,
        Instant changedAt) {

    /** Where a grant is in its life. */
    public enum State {
        /** Access is given. */
        OPEN,
        /** Access rests until it is resumed. */
        SUSPENDED,
        /** Access is over for good. */
        ENDED
    }

    /** A new grant for that flow. */
    static Grant open(FlowRequest request, Instant now) {
        var address = request.address();
        return new Grant(
                request.flowId(),
                request.provider(),
                request.consumer(),
                request.agreementId(),
                request.assetId(),
                address.broker(),
                new AccessRights(
                        address.topics(),
                        address.permission(),
                        address.retain(),
                        address.broker().dialect()),
                address.credential(),
                request.contractEnd(),
                State.OPEN,
                now.getEpochSecond(),
                now.getEpochSecond(),
                Refreshes.begin(now),
                Optional.empty(),
                now);
    }

    /** Whether what was given out in that epoch still counts at that instant. */
    public boolean admits(long givenEpoch, Instant now) {
        return state == State.OPEN && givenEpoch == epoch && now.isBefore(contractEnd);
    }

    /** Whether sessions that clients left at the broker in that epoch may stay there, with messages waiting for them. */
    public boolean keepsSessions(long givenSessionEpoch, Instant now) {
        return state != State.ENDED && givenSessionEpoch == sessionEpoch && now.isBefore(contractEnd);
    }

    /** Why what was given out in that epoch does not count, if it does not. */
    public Admission.Reason refusal(long givenEpoch) {
        return switch (state) {
            case ENDED -> Admission.Reason.FLOW_ENDED;
            case SUSPENDED -> Admission.Reason.FLOW_SUSPENDED;
            case OPEN -> givenEpoch == epoch ? Admission.Reason.CONTRACT_ENDED : Admission.Reason.SUPERSEDED;
        };
    }

    /** What a token of this grant is to say in its present epoch. */
    TokenContent tokenContent() {
        String action =
                switch (rights.permission()) {
                    case SUBSCRIBE -> "subscribe";
                    case PUBLISH -> "publish";
                    case BOTH -> "all";
                };
        return new TokenContent(flowId, epoch, provider, consumer, agreementId, assetId, action, rights.topics());
    }

    boolean canBeSuspended(Party by) {
        return state == State.OPEN
                || (state == State.SUSPENDED
                        && by == Party.PROVIDER
                        && suspendedBy.equals(Optional.of(Party.CONSUMER)));
    }

    /** Until when somebody who was let in until then may stay. */
    public Instant accessUntil(Instant admittedUntil) {
        return refreshes.accessUntil().isAfter(admittedUntil) ? refreshes.accessUntil() : admittedUntil;
    }

    /**
     * @param keepSessions whether clients find their sessions at the broker again when it is resumed
     */
    Grant suspended(Party by, boolean keepSessions, Instant now) {
        long nextSessionEpoch = keepSessions ? sessionEpoch : sessionEpoch + 1;
        return in(State.SUSPENDED, epoch + 1, nextSessionEpoch, Refreshes.begin(now), Optional.of(by), now);
    }

    Grant resumed(Instant now) {
        return in(State.OPEN, epoch, sessionEpoch, Refreshes.begin(now), Optional.empty(), now);
    }

    Grant ended(Instant now) {
        return in(State.ENDED, epoch + 1, sessionEpoch + 1, Refreshes.begin(now), Optional.empty(), now);
    }

    /** Everything given out dies, and the flow goes on. */
    Grant renewed(Instant now) {
        return in(state, epoch + 1, sessionEpoch + 1, Refreshes.begin(now), suspendedBy, now);
    }

    Grant refreshed(Refreshes next) {
        return in(state, epoch, sessionEpoch, next, suspendedBy, changedAt);
    }

    private Grant in(
            State next,
            long nextEpoch,
            long nextSessionEpoch,
            Refreshes nextRefreshes,
            Optional<Party> by,
            Instant since) {
        return new Grant(
                flowId,
                provider,
                consumer,
                agreementId,
                assetId,
                broker,
                rights,
                credential,
                contractEnd,
                next,
                nextEpoch,
                nextSessionEpoch,
                nextRefreshes,
                by,
                since);
    }
}
