package dev.mqttdsp.pacing.wake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeableExecutorTest {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final WakeableExecutor executor = new WakeableExecutor(thread);
    private final AtomicInteger iterations = new AtomicInteger();
    private final Semaphore ended = new Semaphore(0);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void aSleepingIterationRunsWhenItIsCalled() throws Exception {
        sleep(this::count);

        executor.wake();

        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withoutACallItRunsAfterItsDelay() throws Exception {
        ScheduledFuture<?> unused = executor.schedule(this::count, 50, TimeUnit.MILLISECONDS);

        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallDuringAnIterationMakesTheNextOneFollowAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        ScheduledFuture<?> unused = executor.schedule(
                () -> {
                    begun.countDown();
                    await(called);
                    sleep(this::count);
                },
                0,
                TimeUnit.MILLISECONDS);
        await(begun);

        executor.wake();
        called.countDown();

        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void manyCallsAreOneIteration() throws Exception {
        sleep(() -> {
            count();
            sleep(this::count);
        });
        CountDownLatch busy = new CountDownLatch(1);
        thread.execute(() -> await(busy));

        for (int i = 0; i < 100; i++) {
            executor.wake();
        }
        busy.countDown();

        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(iterations).hasValue(1);
    }

    @Test
    void anAlarmThatGoesOffWhileItIsCalledRunsOnce() throws Exception {
        for (int i = 0; i < 500; i++) {
            ScheduledFuture<?> unused = executor.schedule(this::count, 300, TimeUnit.MICROSECONDS);
            executor.wake();
            assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(iterations).hasValue(500);
    }

    @Test
    void aCallAfterTheEndDoesNothing() {
        sleep(this::count);
        thread.shutdown();

        executor.wake();

        assertThat(iterations).hasValue(0);
    }

    private void sleep(Runnable iteration) {
        ScheduledFuture<?> unused = executor.schedule(iteration, 1, TimeUnit.HOURS);
    }

    private void count() {
        iterations.incrementAndGet();
        ended.release();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
