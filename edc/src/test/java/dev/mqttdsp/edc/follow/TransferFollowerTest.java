package dev.mqttdsp.edc.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttdsp.core.audit.AccessEvent;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.edc.OpenGrants;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransferFollowerTest {
    private final OpenGrants open = new OpenGrants(Clock.systemUTC());
    private final TransferFollower follower = new TransferFollower(open.grants, open.store);

    @BeforeEach
    void openGrant() {
        open.open("flow", Instant.MAX);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETING, COMPLETED_BY_PROVIDER",
        "COMPLETING_REQUESTED, COMPLETED_BY_CONSUMER",
        "COMPLETED, TRANSFER_COMPLETED",
        "TERMINATING, TERMINATED_BY_PROVIDER",
        "TERMINATING_REQUESTED, TERMINATED_BY_CONSUMER",
        "TERMINATED, TRANSFER_TERMINATED",
        "DEPROVISIONING, TRANSFER_OVER",
        "DEPROVISIONING_REQUESTED, TRANSFER_OVER",
        "DEPROVISIONED, TRANSFER_OVER"
    })
    void aTransferOnItsWayOutEndsItsGrantForThatReason(TransferProcessStates state, String reason) {
        follower.follow(OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, state));

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.ENDED);
        assertThat(open.events)
                .filteredOn(event -> event.kind() == AccessEvent.Kind.ENDED)
                .extracting(AccessEvent::reason)
                .containsExactly(reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferProcessStates.class,
            names = {"SUSPENDING", "SUSPENDED"})
    void aTransferThatThisSideSuspendedOrNobodyKnowsSuspendsItsGrantForTheProvider(TransferProcessStates state) {
        follower.follow(OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, state));

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.SUSPENDED);
        assertThat(open.grant("flow").suspendedBy()).hasValue(Party.PROVIDER);
    }

    @Test
    void aTransferThatTheConsumerSuspendedSuspendsItsGrantForTheConsumer() {
        follower.follow(
                OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, TransferProcessStates.SUSPENDING_REQUESTED));
        follower.follow(OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, TransferProcessStates.SUSPENDED));

        assertThat(open.grant("flow").suspendedBy()).hasValue(Party.CONSUMER);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferProcessStates.class,
            names = {"INITIAL", "PROVISIONED", "STARTING", "STARTED", "RESUMING", "RESUMED"})
    void aTransferOnItsWayInLeavesItsGrantAlone(TransferProcessStates state) {
        follower.follow(OpenGrants.transfer("flow", TransferProcess.Type.PROVIDER, state));

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
    }

    @Test
    void aTransferInWhichThisSideIsTheConsumerIsNobodysGrant() {
        follower.follow(OpenGrants.transfer("flow", TransferProcess.Type.CONSUMER, TransferProcessStates.TERMINATED));

        assertThat(open.grant("flow").state()).isEqualTo(Grant.State.OPEN);
    }

    @Test
    void transfersWithoutAGrantAreLeftAlone() {
        follower.follow(OpenGrants.transfer("http", TransferProcess.Type.PROVIDER, TransferProcessStates.SUSPENDING));
        follower.follow(OpenGrants.transfer("http", TransferProcess.Type.PROVIDER, TransferProcessStates.TERMINATED));

        assertThat(open.store.find("http")).isEmpty();
    }
}
