package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.Route;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import dev.mqttdsp.core.idp.IdpAnswer;
import java.time.Instant;
import java.util.Optional;

/** What log and audit are told of a start or a resumption. */
final class StartEvent {
    private static final String DIRECT = "direct, where it cannot be cut from here";

    private StartEvent() {}

    /** The event; empty while nothing is decided and nothing has gone wrong. */
    static Optional<AccessEvent> of(FlowRequest request, Instant now, StartOutcome outcome) {
        Subject subject = new Subject(request.flowId(), request.consumer(), request.agreementId(), request.assetId());
        if (outcome instanceof StartOutcome.Started started) {
            return Optional.of(given(request, started.address(), AccessEvent.of(now, Kind.GIVEN, "", subject)));
        }
        if (outcome instanceof StartOutcome.Refused refused) {
            return Optional.of(
                    AccessEvent.of(now, Kind.NOT_GIVEN, refused.reason().name(), subject));
        }
        Optional<IdpAnswer.Failed> failed = outcome instanceof StartOutcome.NoToken none
                ? Optional.of(none.why())
                : ((StartOutcome.Pending) outcome).before();
        return failed.map(
                why -> AccessEvent.of(now, Kind.NOT_GIVEN, why.failure().name(), subject)
                        .with("provider", why.detail()));
    }

    private static AccessEvent given(FlowRequest request, ConsumerAddress address, AccessEvent event) {
        Instant end = request.contractEnd();
        return event.with("topics", address.topics().toString())
                .with("credential", address.credential().toString())
                .with("until", end.equals(Instant.MAX) ? "unlimited" : end.toString())
                .with("route", request.address().route() == Route.DIRECT ? DIRECT : "gateway");
    }
}
