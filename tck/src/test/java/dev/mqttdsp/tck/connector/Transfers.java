package dev.mqttdsp.tck.connector;

import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessListener;
import org.eclipse.edc.connector.controlplane.transfer.spi.observe.TransferProcessStartedData;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.ResumeTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.SuspendTransferCommand;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.result.ServiceResult;

/** Follows the transfers and has them take the steps of the script, by the commands that an operator has. */
final class Transfers implements TransferProcessListener, AutoCloseable {
    private static final String REASON = "the test wants it";

    private final TransferProcessStore store;
    private final TransferProcessService service;
    private final Hold hold;
    private final Prompter<TransferStep> prompter;

    Transfers(TransferProcessStore store, TransferProcessService service, Hold hold, Monitor monitor) {
        this.store = store;
        this.service = service;
        this.hold = hold;
        this.prompter = new Prompter<>(Script.TRANSFERS, this::take, monitor);
    }

    @Override
    public void initiated(TransferProcess transfer) {
        reached(transfer);
    }

    @Override
    public void requested(TransferProcess transfer) {
        reached(transfer);
    }

    @Override
    public void started(TransferProcess transfer, TransferProcessStartedData data) {
        reached(transfer);
    }

    @Override
    public void suspended(TransferProcess transfer) {
        reached(transfer);
    }

    private void reached(TransferProcess transfer) {
        prompter.reached(transfer.getId(), transfer.getContractId(), transfer.getState());
    }

    private boolean take(String id, Cue<TransferStep> cue) {
        TransferProcess found = store.findById(id);
        if (found.getState() != cue.state()) {
            return true;
        }
        if (hold.applies(found) && !found.isPending()) {
            return false;
        }
        ServiceResult<Void> taken =
                switch (cue.step()) {
                    case START -> {
                        hold.release(id);
                        yield ServiceResult.success();
                    }
                    case SUSPEND -> service.suspend(new SuspendTransferCommand(id, REASON));
                    case RESUME -> service.resume(new ResumeTransferCommand(id));
                    case COMPLETE -> service.complete(id);
                    case TERMINATE -> service.terminate(new TerminateTransferCommand(id, REASON));
                };
        taken.orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        if (found.isPending()) {
            goOn(id);
        }
        return true;
    }

    /** EDC leaves a process that was held alone, whatever state it has come to. */
    private void goOn(String id) {
        TransferProcess transfer =
                store.findByIdAndLease(id).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        transfer.setPending(false);
        store.save(transfer).orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
    }

    @Override
    public void close() {
        prompter.close();
    }
}
