package dev.mqttdsp.pacing.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Clients that wait for a process to settle. They cost no thread, their number is bounded, and the stores wake them. */
public final class Waiters implements AutoCloseable {
    private static final long ANSWER_SECONDS = 2;

    private final Function<String, Progress> lookup;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, List<CompletableFuture<Optional<Progress>>>> byProcess = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "pacing-waiters");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * @param lookup how far a process has come
     * @param most how many may wait at the same time
     */
    public Waiters(Function<String, Progress> lookup, int most) {
        this.lookup = lookup;
        this.most = most;
    }

    Progress now(String id) {
        return lookup.apply(id);
    }

    /**
     * Waits until the process has settled.
     *
     * @param longest after this time the answer is empty
     * @return empty when too many are waiting already
     */
    Optional<CompletableFuture<Optional<Progress>>> await(String id, Duration longest) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Optional.empty();
        }
        CompletableFuture<Optional<Progress>> waiter = new CompletableFuture<>();
        byProcess.compute(id, (same, others) -> {
            List<CompletableFuture<Optional<Progress>>> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(waiter);
            return all;
        });
        CompletableFuture<Optional<Progress>> answer = waiter.completeOnTimeout(
                        Optional.empty(), longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((progress, failure) -> remove(id, waiter));
        wake(id); // it may have settled between the client's own look and this
        return Optional.of(answer);
    }

    /** That process was stored. Returns at once. */
    public void wake(String id) {
        if (byProcess.containsKey(id)) {
            try {
                executor.execute(() -> look(id));
            } catch (RejectedExecutionException e) {
                // Closed in the meantime: every waiter has its answer.
            }
        }
    }

    /** Where answers are written, so that the thread which stored something goes on with its own work. */
    Executor executor() {
        return executor;
    }

    private void look(String id) {
        List<CompletableFuture<Optional<Progress>>> waiters = byProcess.get(id);
        if (waiters == null) {
            return;
        }
        try {
            Progress progress = lookup.apply(id);
            if (!progress.isWorthWaiting()) {
                waiters.forEach(waiter -> waiter.complete(Optional.of(progress)));
            }
        } catch (RuntimeException e) {
            waiters.forEach(waiter -> waiter.completeExceptionally(e));
        }
    }

    private void remove(String id, CompletableFuture<Optional<Progress>> waiter) {
        waiting.decrementAndGet();
        byProcess.computeIfPresent(id, (same, waiters) -> {
            waiters.removeIf(other -> other == waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }

    /** Lets everyone go who still waits, and has them told. */
    @Override
    public void close() {
        byProcess.values().forEach(waiters -> waiters.forEach(waiter -> waiter.complete(Optional.empty())));
        executor.shutdown();
        try { // the web server ends next, and what is not answered by then it answers with an empty 200
            boolean unused = executor.awaitTermination(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
