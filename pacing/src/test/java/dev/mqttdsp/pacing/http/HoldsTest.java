package dev.mqttdsp.pacing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.eclipse.edc.spi.persistence.StateEntityStore.hasState;

import dev.mqttdsp.pacing.handout.InHand;
import dev.mqttdsp.pacing.handout.Pace;
import dev.mqttdsp.pacing.handout.PacedTransferStore;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.edc.connector.controlplane.defaults.storage.transferprocess.InMemoryTransferProcessStore;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcess;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;
import org.eclipse.edc.query.CriterionOperatorRegistryImpl;
import org.eclipse.edc.spi.query.CriterionOperatorRegistry;
import org.junit.jupiter.api.Test;

class HoldsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();
    private final CriterionOperatorRegistry operators = CriterionOperatorRegistryImpl.ofDefaults();
    private final InHand inHand = new InHand(clock);
    private final PacedTransferStore store = new PacedTransferStore(
            new InMemoryTransferProcessStore(clock, operators),
            new Pace<>(inHand, Runnable::run, transfer -> {}, true, transfer -> Duration.ZERO, clock, operators));

    @Test
    void whoeverAsksForAProcessThatNobodyHasGoesOn() {
        store.save(transfer());

        new Holds(inHand, LONG, 1).await("t");
        new Holds(inHand, LONG, 1).await("unknown");
    }

    @Test
    void whoeverAsksForAProcessInHandWaitsUntilItIsStored() throws Exception {
        TransferProcess process = handedOut();
        Holds holds = new Holds(inHand, LONG, 1);

        Thread waiting = waiting(holds);
        process.transitionStarted();
        store.save(process);

        waiting.join(10_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void noLongerThanAllowed() {
        TransferProcess unused = handedOut();

        new Holds(inHand, Duration.ofMillis(50), 1).await("t");

        assertThat(inHand.whenReturned("t")).isPresent();
    }

    @Test
    void moreThanAllowedDoNotWait() throws Exception {
        TransferProcess process = handedOut();
        Holds holds = new Holds(inHand, LONG, 1);
        Thread first = waiting(holds);

        Thread second = new Thread(() -> holds.await("t"));
        second.start();
        second.join(10_000);
        assertThat(second.isAlive()).isFalse();
        assertThat(first.isAlive()).isTrue();

        store.save(process);
        first.join(10_000);
        assertThat(first.isAlive()).isFalse();
    }

    /** One that has come to where it waits. */
    private static Thread waiting(Holds holds) {
        Thread thread = new Thread(() -> holds.await("t"));
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    private TransferProcess handedOut() {
        store.save(transfer());
        return store.nextNotLeased(1, hasState(TransferProcessStates.STARTING.code()))
                .get(0);
    }

    private static TransferProcess transfer() {
        return TransferProcess.Builder.newInstance()
                .id("t")
                .type(TransferProcess.Type.PROVIDER)
                .state(TransferProcessStates.STARTING.code())
                .build();
    }
}
