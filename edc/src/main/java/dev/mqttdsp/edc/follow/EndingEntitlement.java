package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.grant.Entitlement;
import dev.mqttdsp.core.grant.Grant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.result.ServiceResult;

/** Terminates the transfer of a consumer that was found to be no longer entitled: the partner learns what its access has come to. */
public final class EndingEntitlement implements Entitlement {
    private static final String TOLD = "the consumer is no longer entitled";

    private final Entitlement entitlement;
    private final Supplier<TransferProcessService> transfers;
    private final Monitor monitor;

    /**
     * @param transfers asked for when the first transfer is to be terminated
     */
    public EndingEntitlement(Entitlement entitlement, Supplier<TransferProcessService> transfers, Monitor monitor) {
        this.entitlement = entitlement;
        this.transfers = transfers;
        this.monitor = monitor;
    }

    @Override
    public CompletionStage<Verdict> of(Grant grant) {
        return entitlement.of(grant).thenApply(verdict -> {
            if (verdict instanceof Lost) {
                terminate(grant.flowId());
            }
            return verdict;
        });
    }

    private void terminate(String flowId) {
        try {
            ServiceResult<Void> result = transfers.get().terminate(new TerminateTransferCommand(flowId, TOLD));
            if (result.failed()) { // EDC has it in hand at this moment, or it is over
                monitor.debug("transfer " + flowId + " was not terminated: " + result.getFailureDetail());
            }
        } catch (RuntimeException e) {
            monitor.warning("transfer " + flowId + " cannot be terminated", e);
        }
    }
}
