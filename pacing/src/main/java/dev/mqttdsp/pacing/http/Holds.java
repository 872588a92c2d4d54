package dev.mqttdsp.pacing.http;

import dev.mqttdsp.pacing.handout.InHand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Those who wait for a process that a state machine has in hand.
 *
 * <p>They are let through in the end whatever happens: two sides that send each other a message at the same moment would
 * wait for each other for ever.
 */
public final class Holds {
    private final InHand inHand;
    private final Duration longest;
    private final Semaphore places;

    /**
     * @param longest how long one may wait
     * @param most how many may wait at the same time, each of them on a thread; the next ones do not wait at all
     */
    public Holds(InHand inHand, Duration longest, int most) {
        this.inHand = inHand;
        this.longest = longest;
        this.places = new Semaphore(most);
    }

    /** Returns when no state machine has a process of that id, or after the longest time. */
    void await(String id) {
        inHand.whenReturned(id).ifPresent(this::await);
    }

    private void await(CompletableFuture<Void> returned) {
        if (!places.tryAcquire()) {
            return;
        }
        try {
            returned.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Nothing more to wait for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }
}
