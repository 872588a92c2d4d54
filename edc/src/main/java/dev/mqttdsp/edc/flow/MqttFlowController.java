package dev.mqttdsp.edc.flow;

import dev.mqttdsp.core.address.MqttAddress;
import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.FlowRequest;
import dev.mqttdsp.core.grant.Grants;
import dev.mqttdsp.core.grant.StartOutcome;
import dev.mqttdsp.edc.address.MqttDataAddress;
import dev.mqttdsp.edc.follow.TransferFollower;
import java.time.Clock;
import java.util.Set;
import org.eclipse.edc.connector.controlplane.asset.spi.domain.Asset;
import org.eclipse.edc.connector.controlplane.transfer.spi.flow.DataFlowController;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.DataFlowResponse;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.spi.response.ResponseStatus;
import org.eclipse.edc.spi.response.StatusResult;
import org.eclipse.edc.spi.result.Result;

/**
 * Hangs MQTT into EDC's control plane, without its data plane framework.
 *
 * <p>EDC calls it on the one thread that moves all transfers, again and again until a step has succeeded: nothing here
 * waits, and every step may be repeated.
 */
public final class MqttFlowController implements DataFlowController {
    private static final String NOT_STARTED = MqttAddress.TRANSFER_TYPE + " not started: ";
    /** The asset is not what it would have to be for this transfer. */
    private static final String NOT_OFFERED = "NOT_OFFERED";

    private final Grants grants;
    private final FlowRequests requests;
    private final TransferProcessStore transfers;
    private final TransferFollower follower;
    private final AccessEvents events;
    private final Clock clock;

    public MqttFlowController(
            Grants grants,
            FlowRequests requests,
            TransferProcessStore transfers,
            TransferFollower follower,
            AccessEvents events,
            Clock clock) {
        this.grants = grants;
        this.requests = requests;
        this.transfers = transfers;
        this.follower = follower;
        this.events = events;
        this.clock = clock;
    }

    /** Mismatches of asset and transfer type come here too, to be refused: no other controller may serve them. */
    @Override
    public boolean canHandle(TransferProcess process) {
        return MqttAddress.TRANSFER_TYPE.equals(process.getTransferType())
                || MqttDataAddress.is(process.getContentDataAddress());
    }

    @Override
    public Set<String> transferTypesFor(Asset asset) {
        return MqttDataAddress.is(asset.getDataAddress()) ? Set.of(MqttAddress.TRANSFER_TYPE) : Set.of();
    }

    /** The consumer's side of a pull has nothing to prepare. */
    @Override
    public StatusResult<DataFlowResponse> prepare(TransferProcess process, Policy policy) {
        return StatusResult.success(DataFlowResponse.Builder.newInstance().build());
    }

    @Override
    public StatusResult<DataFlowResponse> start(TransferProcess process, Policy policy) {
        Result<FlowRequest> request = requests.of(process);
        if (request.failed()) {
            events.tell(
                    AccessEvent.of(clock.instant(), AccessEvent.Kind.NOT_GIVEN, NOT_OFFERED, requests.subject(process))
                            .with("because", request.getFailureDetail()));
            return refused(NOT_OFFERED);
        }
        StartOutcome outcome = open(request.getContent());
        // Whoever asked for the end in the meantime may have come before there was a grant to end.
        TransferProcess stored = transfers.findById(process.getId());
        if (stored == null || !follower.follow(stored)) {
            return refused(StartOutcome.Reason.FLOW_ENDED.name());
        }
        if (outcome instanceof StartOutcome.Started started) {
            return StatusResult.success(DataFlowResponse.Builder.newInstance()
                    .dataAddress(MqttDataAddress.of(started.address()))
                    .build());
        }
        if (outcome instanceof StartOutcome.Pending pending) {
            return later(pending);
        }
        return refused(
                outcome instanceof StartOutcome.NoToken none
                        ? none.why().failure().name()
                        : ((StartOutcome.Refused) outcome).reason().name());
    }

    /** EDC asks again, with growing pauses; when it is out of patience, the partner reads why. */
    private static StatusResult<DataFlowResponse> later(StartOutcome.Pending pending) {
        String code = pending.before().map(failed -> failed.failure().name()).orElse("IDP_PENDING");
        return StatusResult.failure(ResponseStatus.ERROR_RETRY, NOT_STARTED + code);
    }

    @Override
    public StatusResult<Void> suspend(TransferProcess process) {
        follower.follow(process);
        return StatusResult.success();
    }

    /** Called for the consumer's processes as well, which have no grant. */
    @Override
    public StatusResult<Void> terminate(TransferProcess process) {
        follower.follow(process);
        return StatusResult.success();
    }

    private StartOutcome open(FlowRequest request) {
        StartOutcome outcome = grants.start(request);
        boolean suspended = outcome instanceof StartOutcome.Refused refused
                && refused.reason() == StartOutcome.Reason.FLOW_SUSPENDED;
        return suspended && isResuming(request.flowId()) ? grants.resume(request) : outcome;
    }

    /** Whether EDC, and with it the rule on who may resume, accepted a resumption: an old copy of a process does not. */
    private boolean isResuming(String flowId) {
        TransferProcess stored = transfers.findById(flowId);
        return stored != null
                && stored.currentStateIsOneOf(TransferProcessStates.RESUMING, TransferProcessStates.STARTING);
    }

    /** The partner reads the code, which names nothing of this side; log and audit have the rest. */
    private static StatusResult<DataFlowResponse> refused(String code) {
        return StatusResult.failure(ResponseStatus.FATAL_ERROR, NOT_STARTED + code);
    }
}
