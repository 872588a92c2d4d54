package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.audit.AccessEvent.Kind;
import dev.mqttdsp.core.audit.AccessEvent.Subject;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.command.TerminateTransferCommand;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.result.ServiceResult;
import org.junit.jupiter.api.Test;

class LostAccessTest {
    private final Map<String, TransferProcessStates> states = new HashMap<>();
    private final List<String> terminated = new ArrayList<>();
    private boolean leased;
    private final LostAccess lost = new LostAccess(this::service, new Monitor() {});

    @Test
    void theTransferOfWhoIsNoLongerEntitledIsTerminatedOnce() {
        states.put("lost", TransferProcessStates.STARTED);
        states.put("other", TransferProcessStates.STARTED);
        lost.tell(ended("lost", "NOT_ENTITLED"));
        lost.tell(ended("other", "TERMINATED_BY_CONSUMER"));

        lost.terminateAll();
        lost.terminateAll();

        assertThat(terminated).containsExactly("lost: the consumer is no longer entitled");
    }

    @Test
    void whatEdcHasInHandIsTriedAgain() {
        states.put("lost", TransferProcessStates.STARTED);
        lost.tell(ended("lost", "NOT_ENTITLED"));
        leased = true;
        lost.terminateAll();
        assertThat(terminated).isEmpty();

        leased = false;
        lost.terminateAll();

        assertThat(terminated).hasSize(1);
    }

    @Test
    void whatIsOverIsLeftAlone() {
        states.put("over", TransferProcessStates.TERMINATED);
        lost.tell(ended("over", "NOT_ENTITLED"));
        lost.tell(ended("gone", "NOT_ENTITLED"));

        lost.terminateAll();

        assertThat(terminated).isEmpty();
    }

    private static AccessEvent ended(String flowId, String reason) {
        return AccessEvent.of(Instant.EPOCH, Kind.ENDED, reason, Subject.of(flowId));
    }

    private TransferProcessService service() {
        return (TransferProcessService) Proxy.newProxyInstance(
                LostAccessTest.class.getClassLoader(),
                new Class<?>[] {TransferProcessService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "findById" -> process((String) arguments[0]);
                    case "terminate" -> terminate((TerminateTransferCommand) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private TransferProcess process(String id) {
        return states.containsKey(id)
                ? TransferProcess.Builder.newInstance()
                        .id(id)
                        .state(states.get(id).code())
                        .build()
                : null;
    }

    private ServiceResult<Void> terminate(TerminateTransferCommand command) {
        if (leased) {
            return ServiceResult.conflict("leased");
        }
        terminated.add(command.getEntityId() + ": " + command.getReason());
        return ServiceResult.success();
    }
}
