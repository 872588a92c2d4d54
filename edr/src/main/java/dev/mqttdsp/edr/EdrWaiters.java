package dev.mqttdsp.edr;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Those who wait for a data address. They cost no thread, their number is bounded, and events wake them. */
final class EdrWaiters implements AutoCloseable {
    private static final long ANSWER_SECONDS = 2;

    /** How often an event that changed nothing yet is looked after again, each time waiting twice as long. */
    private static final int SECOND_LOOKS = 6;

    private static final long FIRST_SECOND_LOOK_MILLIS = 20;

    private final Function<String, EdrState> lookup;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, List<CompletableFuture<EdrState>>> byTransfer = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2, task -> {
        Thread thread = new Thread(task, "edr-waiters");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param lookup finds the state of a transfer's data address
     * @param most how many may wait at the same time
     */
    EdrWaiters(Function<String, EdrState> lookup, int most) {
        this.lookup = lookup;
        this.most = most;
    }

    /**
     * Waits until the state of the data address is settled.
     *
     * @param longest after this time the answer is {@link EdrState.Pending}
     * @return empty when too many are waiting already
     */
    Optional<CompletableFuture<EdrState>> await(String transferId, Duration longest) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Optional.empty();
        }
        CompletableFuture<EdrState> waiter = new CompletableFuture<>();
        add(transferId, waiter);
        CompletableFuture<EdrState> answer = waiter.completeOnTimeout(
                        new EdrState.Pending(), longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((state, failure) -> remove(transferId, waiter));
        wake(transferId); // the event may have come between the reader's own look and this
        return Optional.of(answer);
    }

    /** Something happened to that transfer. Returns at once. */
    void wake(String transferId) {
        if (byTransfer.containsKey(transferId)) {
            look(transferId, 0);
        }
    }

    /** Where answers are written, so that the thread which woke a waiter goes on with its own work. */
    Executor executor() {
        return executor;
    }

    /** An event can be ahead of the commit of what it tells, so one that changed nothing is looked after again. */
    private void look(String transferId, int looks) {
        long delay = looks == 0 ? 0 : FIRST_SECOND_LOOK_MILLIS << (looks - 1);
        try {
            ScheduledFuture<?> unused =
                    executor.schedule(() -> lookedAt(transferId, looks), delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed in the meantime: every waiter has its answer.
        }
    }

    private void lookedAt(String transferId, int looks) {
        List<CompletableFuture<EdrState>> waiters = byTransfer.get(transferId);
        if (waiters == null) {
            return;
        }
        try {
            EdrState state = lookup.apply(transferId);
            if (state.isSettled()) {
                waiters.forEach(waiter -> waiter.complete(state));
            } else if (looks < SECOND_LOOKS) {
                look(transferId, looks + 1);
            }
        } catch (RuntimeException e) {
            waiters.forEach(waiter -> waiter.completeExceptionally(e));
        }
    }

    private void add(String transferId, CompletableFuture<EdrState> waiter) {
        byTransfer.compute(transferId, (id, waiters) -> {
            List<CompletableFuture<EdrState>> all = waiters == null ? new CopyOnWriteArrayList<>() : waiters;
            all.add(waiter);
            return all;
        });
    }

    private void remove(String transferId, CompletableFuture<EdrState> waiter) {
        waiting.decrementAndGet();
        byTransfer.computeIfPresent(transferId, (id, waiters) -> {
            waiters.removeIf(other -> other == waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }

    /** Lets everyone go who still waits, and has them told. */
    @Override
    public void close() {
        byTransfer.values().forEach(waiters -> waiters.forEach(waiter -> waiter.complete(new EdrState.Pending())));
        executor.shutdown();
        try { // the web server ends next, and what is not answered by then it answers with an empty 200
            boolean unused = executor.awaitTermination(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
