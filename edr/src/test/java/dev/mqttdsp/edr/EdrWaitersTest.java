package dev.mqttdsp.edr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdrWaitersTest {
    private static final EdrState PENDING = new EdrState.Pending();
    private static final EdrState AVAILABLE = new EdrState.Available(
            DataAddress.Builder.newInstance().type("Mqtt").build());
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicReference<EdrState> state = new AtomicReference<>(PENDING);
    private final AtomicInteger looks = new AtomicInteger();
    private final EdrWaiters waiters = new EdrWaiters(
            id -> {
                looks.incrementAndGet();
                return state.get();
            },
            2);

    @AfterEach
    void close() {
        waiters.close();
    }

    @Test
    void aWaiterIsAnsweredWhenAnEventMadeTheAddressAvailable() throws Exception {
        var answer = waiters.await("t", LONG).orElseThrow();
        assertThat(answer).isNotDone();

        state.set(AVAILABLE);
        waiters.wake("t");

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(AVAILABLE);
    }

    @Test
    void anAddressThatCameBetweenTheFirstLookAndTheWaitingIsNotMissed() throws Exception {
        state.set(AVAILABLE);

        assertThat(waiters.await("t", LONG).orElseThrow().get(10, TimeUnit.SECONDS))
                .isEqualTo(AVAILABLE);
    }

    @Test
    void anEventAheadOfItsCommitIsLookedAfterAgain() throws Exception {
        EdrWaiters late = new EdrWaiters(id -> looks.incrementAndGet() < 4 ? PENDING : AVAILABLE, 1);

        assertThat(late.await("t", LONG).orElseThrow().get(10, TimeUnit.SECONDS))
                .isEqualTo(AVAILABLE);

        late.close();
    }

    @Test
    void aWaiterForWhomNothingHappensHearsThatItIsStillPending() throws Exception {
        var answer = waiters.await("t", Duration.ofMillis(50)).orElseThrow();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(PENDING);
    }

    @Test
    void eventsOfOtherTransfersWakeNobody() throws Exception {
        var answer = waiters.await("t", LONG).orElseThrow();
        var other = waiters.await("u", LONG).orElseThrow();

        state.set(AVAILABLE);
        waiters.wake("u");

        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(AVAILABLE);
        waiters.wake("nobody waits for this one");
        assertThat(answer.isDone() && answer.get().equals(PENDING)).isFalse();
    }

    @Test
    void noMoreThanTheBoundMayWaitAndAPlaceIsFreeAgainAfterAnAnswer() throws Exception {
        var first = waiters.await("t", LONG).orElseThrow();
        assertThat(waiters.await("u", LONG)).isPresent();

        assertThat(waiters.await("t", LONG)).isEqualTo(Optional.empty());

        state.set(AVAILABLE);
        waiters.wake("t");
        first.get(10, TimeUnit.SECONDS);
        assertThat(waiters.await("t", LONG)).isPresent();
    }

    @Test
    void aLookupThatFailsIsToldToTheWaiter() {
        EdrWaiters broken = new EdrWaiters(
                id -> {
                    throw new IllegalStateException("the store is gone");
                },
                1);

        CompletableFuture<EdrState> answer = broken.await("t", LONG).orElseThrow();

        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(Exception.class)
                .withMessageContaining("the store is gone");
        broken.close();
    }

    @Test
    void closingLetsEveryoneGo() throws Exception {
        var answer = waiters.await("t", LONG).orElseThrow();

        waiters.close();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(PENDING);
    }
}
