package dev.mqttdsp.pacing.http;

import dev.mqttdsp.pacing.handout.Recent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Messages that have arrived, so that one that is delivered several times, or again because its answer was lost, takes
 * effect once. The first goes on; the others wait for what becomes of it.
 */
public final class Deliveries {
    private static final int MOST_MESSAGES = 10_000;
    /** EDC asks again after one second, then two, and so on: seven times in two minutes. */
    private static final Duration MEMORY = Duration.ofMinutes(3);

    private final Recent<Message, Delivery> messages = new Recent<>(MOST_MESSAGES);
    private final Duration longest;
    private final Semaphore places;
    private final Clock clock;

    /**
     * @param longest how long one may wait for the first
     * @param most how many may wait at the same time, each of them on a thread; the next ones do not wait
     */
    public Deliveries(Duration longest, int most, Clock clock) {
        this.longest = longest;
        this.places = new Semaphore(most);
        this.clock = clock;
    }

    /** Takes note that a message has arrived; empty if it is the first, which has to be told when it is answered. */
    Optional<Delivery> arrived(Message message) {
        Delivery first = new Delivery(clock.millis(), new CompletableFuture<>());
        return messages.putIfAbsent(message, first, old -> old.since + MEMORY.toMillis() < clock.millis());
    }

    /** The first was answered. One that was refused may be sent again. */
    void answered(Message message, int status) {
        messages.get(message).ifPresent(delivery -> delivery.status.complete(status));
        if (status >= 300) {
            messages.remove(message);
        }
    }

    /** What the first was answered, as soon as that is known; empty if it is not known in time. */
    OptionalInt await(Delivery first) {
        if (first.status.isDone()) {
            return OptionalInt.of(first.status.join());
        }
        if (!places.tryAcquire()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(first.status.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } finally {
            places.release();
        }
    }

    /**
     * A message.
     *
     * @param path where it was sent to
     * @param id its {@code @id}
     * @param content the hash of its body: an id alone would trust all senders to make a new one for each message
     */
    record Message(String path, String id, String content) {}

    /** The first delivery of a message. */
    record Delivery(long since, CompletableFuture<Integer> status) {}
}
