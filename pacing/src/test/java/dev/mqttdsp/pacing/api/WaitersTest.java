package dev.mqttdsp.pacing.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private static final Progress UNDER_WAY =
            new Progress.Known(false, "REQUESTED", Optional.empty(), Optional.empty());
    private static final Progress OVER =
            new Progress.Known(true, "TERMINATED", Optional.empty(), Optional.of("enough"));
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicReference<Progress> progress = new AtomicReference<>(UNDER_WAY);
    private final Waiters waiters = new Waiters(id -> progress.get(), 2);

    @AfterEach
    void close() {
        waiters.close();
    }

    @Test
    void aClientIsAnsweredWhenTheProcessHasSettled() throws Exception {
        var answer = waiters.await("p", LONG).orElseThrow();
        waiters.wake("p");
        assertThat(answer).isNotDone();

        progress.set(OVER);
        waiters.wake("another");
        waiters.wake("p");

        assertThat(answer.get(10, TimeUnit.SECONDS)).hasValue(OVER);
    }

    @Test
    void whatSettledBetweenTheFirstLookAndTheWaitingIsNotMissed() throws Exception {
        progress.set(OVER);

        assertThat(waiters.await("p", LONG).orElseThrow().get(10, TimeUnit.SECONDS))
                .hasValue(OVER);
    }

    @Test
    void whenNothingHappensTheAnswerIsEmpty() throws Exception {
        var answer = waiters.await("p", Duration.ofMillis(50)).orElseThrow();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void noMoreThanTheBoundMayWaitAndAPlaceIsFreeAgainAfterAnAnswer() throws Exception {
        var first = waiters.await("p", LONG).orElseThrow();
        assertThat(waiters.await("q", LONG)).isPresent();

        assertThat(waiters.await("p", LONG)).isEmpty();

        progress.set(OVER);
        waiters.wake("p");
        first.get(10, TimeUnit.SECONDS);
        assertThat(waiters.await("p", LONG)).isPresent();
    }

    @Test
    void aLookupThatFailsIsToldToTheClient() {
        Waiters broken = new Waiters(
                id -> {
                    throw new IllegalStateException("the store is gone");
                },
                1);

        assertThat(broken.await("p", LONG).orElseThrow())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(Exception.class)
                .withMessageContaining("the store is gone");
        broken.close();
    }

    @Test
    void closingLetsEveryoneGo() throws Exception {
        var answer = waiters.await("p", LONG).orElseThrow();

        waiters.close();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
