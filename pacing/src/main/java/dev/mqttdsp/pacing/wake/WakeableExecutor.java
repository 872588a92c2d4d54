package dev.mqttdsp.pacing.wake;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The executor of one state machine, whose delayed iteration can be brought forward.
 *
 * <p>EDC's loop has at most one iteration outstanding, and asks for the next one when it has ended. A call during an
 * iteration makes the next one follow at once: the store may have been read before the thing that is told was stored.
 */
final class WakeableExecutor implements ScheduledExecutorService {
    private final ScheduledExecutorService target;
    private final Object lock = new Object();
    private Iteration sleeping;
    private boolean called;

    WakeableExecutor(ScheduledExecutorService target) {
        this.target = target;
    }

    void wake(Duration delay) {
        if (delay.isZero()) {
            wake();
            return;
        }
        try {
            Runnable now = this::wake;
            ScheduledFuture<?> unused = target.schedule(now, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The state machine has been stopped.
        }
    }

    /** Brings the next iteration forward. Many calls before it begins are one. */
    void wake() {
        synchronized (lock) {
            if (sleeping == null) {
                called = true;
                return;
            }
            Iteration due = sleeping;
            sleeping = null;
            boolean unused = due.alarm.cancel(false);
            try {
                target.execute(due);
            } catch (RejectedExecutionException e) {
                // The state machine has been stopped.
            }
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Iteration iteration = new Iteration(command);
        synchronized (lock) {
            if (delay <= 0 || called) {
                return target.schedule(iteration, 0, unit);
            }
            iteration.alarm = target.schedule(iteration, delay, unit);
            sleeping = iteration;
            return iteration.alarm;
        }
    }

    /** Begins once, although it may be scheduled twice: cancelling an alarm that is just going off does not stop it. */
    private final class Iteration implements Runnable {
        private final Runnable command;
        private final AtomicBoolean begun = new AtomicBoolean();
        private ScheduledFuture<?> alarm;

        private Iteration(Runnable command) {
            this.command = command;
        }

        @Override
        public void run() {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            synchronized (lock) {
                if (sleeping == this) {
                    sleeping = null;
                }
                called = false; // whatever was stored up to here is seen by this iteration
            }
            command.run();
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return target.schedule(callable, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return target.scheduleAtFixedRate(command, initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return target.scheduleWithFixedDelay(command, initialDelay, delay, unit);
    }

    @Override
    public void shutdown() {
        target.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return target.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return target.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return target.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return target.awaitTermination(timeout, unit);
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return target.submit(task);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return target.submit(task, result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return target.submit(task);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return target.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return target.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return target.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return target.invokeAny(tasks, timeout, unit);
    }

    @Override
    public void execute(Runnable command) {
        target.execute(command);
    }
}
