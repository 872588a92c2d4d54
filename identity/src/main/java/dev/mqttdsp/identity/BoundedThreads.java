package dev.mqttdsp.identity;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what may have to wait for others, so many and with so much before them that strangers cannot have more. */
public final class BoundedThreads {
    private static final int WAITING = 256;

    private BoundedThreads() {}

    /** Rejects what would wait behind 256 others. */
    public static ExecutorService of(String name, int threads) {
        return new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), task -> daemon(task, name));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
