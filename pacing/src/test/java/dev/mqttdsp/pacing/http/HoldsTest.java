package dev.mqttdsp.pacing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.edc.spi.persistence.StateEntityStore.hasState;

import dev.mqttdsp.pacing.handout.InHand;
import dev.mqttdsp.pacing.handout.Pace;
import dev.mqttdsp.pacing.handout.PacedTransferStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

        var waiting = CompletableFuture.runAsync(() -> holds.await("t"));
        Thread.sleep(100);
        assertThat(waiting).isNotDone();
        process.transitionStarted();
        store.save(process);

        waiting.get(10, TimeUnit.SECONDS);
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
        var first = CompletableFuture.runAsync(() -> holds.await("t"));
        Thread.sleep(100);

        var second = CompletableFuture.runAsync(() -> holds.await("t"));
        CompletableFuture.anyOf(first, second).get(10, TimeUnit.SECONDS);
        assertThat(first.isDone() && second.isDone()).isFalse();

        store.save(process);
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
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
