package dev.mqttdsp.edc.follow;

import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessProtocolService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferCompletionMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferProcessRequestMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferRequestMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferStartMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferSuspensionMessage;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.protocol.TransferTerminationMessage;
import org.eclipse.edc.participantcontext.spi.types.ParticipantContext;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.result.ServiceResult;

/** EDC's handling of the other side's DSP messages, followed by what they mean for access. */
public final class FollowingProtocolService implements TransferProcessProtocolService {
    private final TransferProcessProtocolService delegate;
    private final TransferFollower follower;
    private final ResumeRule rule;
    private final TerminationReasons reasons;

    public FollowingProtocolService(
            TransferProcessProtocolService delegate,
            TransferFollower follower,
            ResumeRule rule,
            TerminationReasons reasons) {
        this.delegate = delegate;
        this.follower = follower;
        this.rule = rule;
        this.reasons = reasons;
    }

    @Override
    public ServiceResult<TransferProcess> notifyRequested(
            ParticipantContext context, TransferRequestMessage message, TokenRepresentation token) {
        return delegate.notifyRequested(context, message, token);
    }

    @Override
    public ServiceResult<TransferProcess> notifyStarted(
            ParticipantContext context, TransferStartMessage message, TokenRepresentation token) {
        if (rule.isReserved(message.getProcessId())) {
            return refuse(context, message, token);
        }
        return accepted(delegate.notifyStarted(context, message, token));
    }

    @Override
    public ServiceResult<TransferProcess> notifyCompleted(
            ParticipantContext context, TransferCompletionMessage message, TokenRepresentation token) {
        return accepted(delegate.notifyCompleted(context, message, token));
    }

    @Override
    public ServiceResult<TransferProcess> notifySuspended(
            ParticipantContext context, TransferSuspensionMessage message, TokenRepresentation token) {
        return accepted(delegate.notifySuspended(context, message, token));
    }

    @Override
    public ServiceResult<TransferProcess> notifyTerminated(
            ParticipantContext context, TransferTerminationMessage message, TokenRepresentation token) {
        // Before EDC takes note: it may be done with the transfer when it answers.
        reasons.told(message.getProcessId(), message.getReason());
        return accepted(delegate.notifyTerminated(context, message, token))
                .onFailure(failure -> reasons.forget(message.getProcessId()));
    }

    @Override
    public ServiceResult<TransferProcess> findById(
            ParticipantContext context, TransferProcessRequestMessage message, TokenRepresentation token) {
        return delegate.findById(context, message, token);
    }

    /** The state decides, not the message: EDC answers a repeated message with success and does nothing. */
    private ServiceResult<TransferProcess> accepted(ServiceResult<TransferProcess> result) {
        return result.onSuccess(process -> {
            follower.follow(process);
            rule.heardFromProvider(process);
        });
    }

    /** Only the transfer's other side learns why it is refused; anyone else hears what EDC tells strangers. */
    private ServiceResult<TransferProcess> refuse(
            ParticipantContext context, TransferStartMessage message, TokenRepresentation token) {
        TransferProcessRequestMessage question = TransferProcessRequestMessage.Builder.newInstance()
                .transferProcessId(message.getProcessId())
                .protocol(message.getProtocol())
                .build();
        return delegate.findById(context, question, token)
                .compose(process -> ServiceResult.conflict(ResumeRule.REFUSAL));
    }
}
