package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Party;
import java.util.List;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.DeprovisionedResource;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.ProvisionResponse;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferRequest;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.NotifyPreparedCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.ResumeTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.SuspendTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.ServiceResult;

/**
 * EDC's handling of this side's commands, followed by what they mean for access.
 *
 * <p>Ids of transfers in which this side is the consumer have no grant, so ending or suspending them here does nothing.
 */
public final class FollowingTransferService implements TransferProcessService {
    private final TransferProcessService delegate;
    private final TransferFollower follower;
    private final ResumeRule rule;

    public FollowingTransferService(TransferProcessService delegate, TransferFollower follower, ResumeRule rule) {
        this.delegate = delegate;
        this.follower = follower;
        this.rule = rule;
    }

    @Override
    public ServiceResult<Void> complete(String transferId) {
        return delegate.complete(transferId).onSuccess(nothing -> ended(transferId, EndReason.COMPLETED_BY_PROVIDER));
    }

    @Override
    public ServiceResult<Void> terminate(TerminateTransferCommand command) {
        return delegate.terminate(command)
                .onSuccess(nothing -> ended(command.getEntityId(), EndReason.TERMINATED_BY_PROVIDER));
    }

    @Override
    public ServiceResult<Void> suspend(SuspendTransferCommand command) {
        return delegate.suspend(command)
                .onSuccess(nothing -> follower.suspended(command.getEntityId(), Party.PROVIDER));
    }

    @Override
    public ServiceResult<Void> resume(ResumeTransferCommand command) {
        if (rule.isSuspendedByProvider(command.getEntityId())) {
            return ServiceResult.conflict(ResumeRule.REFUSAL);
        }
        return delegate.resume(command);
    }

    @Override
    public TransferProcess findById(String transferId) {
        return delegate.findById(transferId);
    }

    @Override
    public ServiceResult<List<TransferProcess>> search(QuerySpec query) {
        return delegate.search(query);
    }

    @Override
    public String getState(String transferId) {
        return delegate.getState(transferId);
    }

    @Override
    public ServiceResult<Void> deprovision(String transferId) {
        return delegate.deprovision(transferId);
    }

    @Override
    public ServiceResult<TransferProcess> initiateTransfer(ParticipantContext context, TransferRequest request) {
        return delegate.initiateTransfer(context, request);
    }

    @Override
    public ServiceResult<Void> notifyPrepared(NotifyPreparedCommand command) {
        return delegate.notifyPrepared(command);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // EDC still asks for it
    public ServiceResult<Void> completeDeprovision(String transferId, DeprovisionedResource resource) {
        return delegate.completeDeprovision(transferId, resource);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // EDC still asks for it
    public ServiceResult<Void> addProvisionedResource(String transferId, ProvisionResponse response) {
        return delegate.addProvisionedResource(transferId, response);
    }

    private void ended(String transferId, EndReason why) {
        follower.ended(transferId, why);
        rule.forget(transferId);
    }
}
