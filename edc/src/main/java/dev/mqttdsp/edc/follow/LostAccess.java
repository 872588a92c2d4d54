package dev.mqttdsp.edc.follow;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvents;
import dev.mqttdsp.core.grant.EndReason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.spi.monitor.Monitor;

/**
 * Terminates the transfers whose access has ended because their consumers are no longer entitled: the partners learn what has become
 * of it. What EDC has in hand at the moment is tried again.
 */
public final class LostAccess implements AccessEvents, AutoCloseable {
    private static final String TOLD = "the consumer is no longer entitled";
    private static final long AGAIN_MILLIS = 500;

    private final Supplier<TransferProcessService> transfers;
    private final Monitor monitor;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mqtt-lost-access");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param transfers asked for when the first transfer is to be terminated
     */
    public LostAccess(Supplier<TransferProcessService> transfers, Monitor monitor) {
        this.transfers = transfers;
        this.monitor = monitor;
    }

    /** Begins. */
    public void start() {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::terminateAll, AGAIN_MILLIS, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void tell(AccessEvent event) {
        if (event.kind() == Kind.ENDED && event.reason().equals(EndReason.NOT_ENTITLED.name())) {
            pending.add(event.subject().flowId());
        }
    }

    /** Whatever goes wrong with one is logged: it must not keep the others from their turn. */
    void terminateAll() {
        pending.removeIf(this::isDone);
    }

    private boolean isDone(String flowId) {
        try {
            return isOver(flowId) || terminated(flowId);
        } catch (RuntimeException e) {
            monitor.warning("transfer %s cannot be terminated".formatted(flowId), e);
            return false;
        }
    }

    private boolean isOver(String flowId) {
        TransferProcess process = transfers.get().findById(flowId);
        return process == null || process.getState() >= TransferProcessStates.COMPLETING.code();
    }

    private boolean terminated(String flowId) {
        return transfers
                .get()
                .terminate(new TerminateTransferCommand(flowId, TOLD))
                .succeeded();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
