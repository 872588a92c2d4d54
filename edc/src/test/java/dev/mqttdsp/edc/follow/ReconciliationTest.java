package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.edc.OpenGrants;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.edc.connector.controlplane.transfer.spi.store.TransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.spi.monitor.Monitor;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final OpenGrants open = new OpenGrants(Clock.fixed(NOON.minusSeconds(60), ZoneOffset.UTC));
    private final Map<String, TransferProcess> transfers = new HashMap<>();
    private final Reconciliation reconciliation = new Reconciliation(
            open.store,
            store(),
            new TransferFollower(open.grants, open.store),
            Clock.fixed(NOON, ZoneOffset.UTC),
            new Monitor() {});

    @Test
    void aGrantWhoseTransferGoesOnStaysOpen() {
        given("flow", Instant.MAX, TransferProcessStates.STARTED);

        reconciliation.compareAll();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
    }

    @Test
    void aGrantWhoseTransferEndedUnnoticedEnds() {
        given("flow", Instant.MAX, TransferProcessStates.TERMINATED);

        reconciliation.compareAll();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
    }

    @Test
    void aGrantWhoseTransferWasSuspendedUnnoticedIsSuspended() {
        given("flow", Instant.MAX, TransferProcessStates.SUSPENDED);

        reconciliation.compareAll();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.SUSPENDED);
    }

    @Test
    void aGrantWithoutATransferEnds() {
        open.open("flow", Instant.MAX);

        reconciliation.compareAll();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.events).extracting(AccessEvent::reason).containsExactly("", "TRANSFER_GONE");
    }

    @Test
    void aGrantWhoseContractHasEndedEnds() {
        given("flow", NOON, TransferProcessStates.STARTED);
        given("longer", NOON.plusSeconds(1), TransferProcessStates.STARTED);

        reconciliation.compareAll();

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.grant("longer").state()).isEqualTo(Grant.State.OPEN);
        assertThat(open.events).extracting(AccessEvent::reason).contains("CONTRACT_ENDED");
    }

    @Test
    void aThousandContractsThatEndTogetherAreClosedInOneRound() {
        List<String> flows =
                IntStream.range(0, 1_000).mapToObj(i -> "flow-" + i).toList();
        flows.forEach(flow -> given(flow, NOON, TransferProcessStates.STARTED));
        given("longer", NOON.plusSeconds(1), TransferProcessStates.STARTED);

        reconciliation.compareAll();

        assertThat(flows)
                .allSatisfy(flow -> assertThat(open.grant(flow).state()).isEqualTo(Grant.State.ENDED));
        assertThat(open.grant("longer").state()).isEqualTo(Grant.State.OPEN);
    }

    @Test
    void oneThatCannotBeLookedUpKeepsNoOtherFromIt() {
        open.open("unreadable", Instant.MAX);
        given("a", Instant.MAX, TransferProcessStates.TERMINATED);
        given("b", Instant.MAX, TransferProcessStates.TERMINATED);

        reconciliation.compareAll();

        assertThat(open.grant("a").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.grant("b").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.grant("unreadable").state()).isEqualTo(Grant.State.OPEN);
    }

    private void given(String flowId, Instant contractEnd, TransferProcessStates state) {
        open.open(flowId, contractEnd);
        transfers.put(flowId, OpenGrants.transfer(flowId, TransferProcess.Type.PROVIDER, state));
    }

    private TransferProcessStore store() {
        return (TransferProcessStore) Proxy.newProxyInstance(
                TransferProcessStore.class.getClassLoader(),
                new Class<?>[] {TransferProcessStore.class},
                (proxy, method, arguments) -> {
                    if (arguments[0].equals("unreadable")) {
                        throw new IllegalStateException("the store is gone");
                    }
                    return transfers.get((String) arguments[0]);
                });
    }
}
